// Examination work: what waits and in which order, what was found and what shows it, who looks again, what is audited
// afterwards, an alarm where a method finds less than chance, and the public page from which anybody verifies chance.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibility_problems, good_everywhere, languages, picture, settled, sign_in, start_browser, visit, type Visit } from './browser';

const pdf = Buffer.from('%PDF-1.4\nwhat the officer saw\n%%EOF\n');

let browser: Browser;
beforeAll(async () => {
  browser = await start_browser();
});
afterAll(() => browser.close());

interface Row {
  id: string;
  declared_on: string;
}

async function find(page: Page, query: string): Promise<Row> {
  const answer = (await (await page.request.get(`/v1/declarations?limit=1&${query}`)).json()) as { items: Row[] };
  if (!answer.items[0]) throw new Error(`the sample world has nothing for ${query}`);
  return answer.items[0];
}

async function begin(login: string): Promise<Visit> {
  const here = await visit(browser, 'en');
  await sign_in(here.page, login);
  return here;
}

describe('an examination', () => {
  let path = '';

  it('is recorded with what was declared and found; evidence is added, refused and read for a purpose', async () => {
    const { page, errors, close } = await begin('officer');
    await page.goto('/worklist');
    await settled(page);
    const first = page.locator('tbody tr').first();
    expect(await first.locator('td').last().textContent()).toMatch(/^Fits today/);
    await page.getByRole('heading', { name: 'What filled the places of the day' }).waitFor();

    // Two rankings beside the order of the plan, each marked on the column it sorts by.
    for (const [choice, heading] of [['By likelihood of an irregularity', 'Likelihood'], ['By expected revenue', 'Expected revenue']] as const) {
      await page.getByLabel('Order').selectOption({ label: choice });
      await page.locator('th[aria-sort=descending]', { hasText: heading }).waitFor();
      const column = (await page.locator('thead th').allTextContents()).indexOf(heading) + 1;
      const shown = await page.locator(`tbody tr > :nth-child(${column})`).allTextContents();
      const numbers = shown.map((text) => Number(/[\d.,]+/.exec(text)?.[0].replaceAll(',', '') ?? -1));
      expect(numbers.length).toBeGreaterThan(1);
      expect(numbers).toEqual([...numbers].sort((a, b) => b - a));
      await picture(page, `worklist_${heading.replace(' ', '_').toLowerCase()}`);
    }
    await page.getByLabel('Order').selectOption({ label: 'Order of the plan' });
    await page.locator('th[aria-sort]').waitFor({ state: 'detached' });
    await first.getByRole('link').click();
    await page.getByRole('heading', { name: 'What to look at' }).waitFor();
    path = new URL(page.url()).pathname;

    await page.getByRole('button', { name: 'Record examination' }).click();
    const dialog = page.locator('dialog[open]');
    await dialog.locator('button[type=submit]').click();
    expect(await dialog.locator('.error-summary li').count()).toBe(1);
    await dialog.getByLabel('Discrepancy').check();
    await dialog.getByLabel('Value', { exact: true }).check();
    await dialog.getByLabel('Declared').fill('USD 120');
    await dialog.getByLabel('Revenue effect (KRW)').fill('1,250,000');
    await dialog.locator('button[type=submit]').click();
    await dialog.locator('.error-summary').getByText('Enter what was found.').waitFor();
    await dialog.getByLabel('Found').fill('USD 900');
    await dialog.locator('.error-summary').getByText('Enter a whole number of won.').waitFor();
    await dialog.getByLabel('Revenue effect (KRW)').fill('1250000');
    expect(await accessibility_problems(page)).toEqual([]);
    await picture(page, 'examination_form');
    await dialog.locator('button[type=submit]').click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('cell', { name: 'USD 900' }).waitFor();
    await page.getByRole('cell', { name: 'KRW 1,250,000' }).waitFor();

    const input = page.getByLabel('Add evidence');
    await input.setInputFiles({ name: 'run.exe', mimeType: 'application/octet-stream', buffer: Buffer.from('MZ') });
    await page.getByText('This type of file is not accepted.').waitFor();
    await input.setInputFiles({ name: 'opened parcel.pdf', mimeType: 'application/pdf', buffer: pdf });
    await page.getByRole('button', { name: 'opened parcel.pdf' }).click();
    const reading = page.locator('dialog[open]');
    await reading.getByLabel(/purpose/i).fill('second look');
    const [download] = await Promise.all([page.waitForEvent('download'), reading.getByRole('button', { name: 'Download' }).click()]);
    expect(download.suggestedFilename()).toBe('opened parcel.pdf');
    await page.getByText('Evidence read').waitFor();
    expect(errors).toEqual([]);
    await close();
  });

  it('a supervisor looks a second time and disagrees; the trader sees none of it', async () => {
    const { page, errors, close } = await begin('supervisor');
    await page.goto(path);
    await settled(page);
    await page.getByRole('button', { name: 'Order a second look' }).click();
    await page.locator('dialog[open] textarea').fill('a large difference in value');
    await page.locator('dialog[open] button[type=submit]').click();
    await page.locator('dialog[open]').waitFor({ state: 'detached' });
    await page.getByText('a large difference in value').first().waitFor();
    await page.getByRole('button', { name: 'Record a second look' }).click();
    const dialog = page.locator('dialog[open]');
    await dialog.getByLabel('Conforming').check();
    await dialog.locator('button[type=submit]').click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('First: Discrepancy Value / second: Conforming').waitFor();
    await picture(page, 'second_look');
    expect(await accessibility_problems(page)).toEqual([]);
    expect(errors).toEqual([]);
    await close();
  });
});

describe('a supervisor', () => {
  it('plans the capacity of the office and draws an audit sample, which an officer works', async () => {
    const { page, errors, close } = await begin('supervisor');
    await page.goto('/worklist');
    await settled(page);
    await page.getByRole('button', { name: 'Plan capacity' }).click();
    const dialog = page.locator('dialog[open]');
    await dialog.locator('button[type=submit]').click();
    expect(await dialog.locator('.error-summary li').count()).toBe(3);
    await dialog.getByLabel('Goods examined a day').fill('2');
    await dialog.getByLabel('Documents reviewed a day').fill('30');
    await dialog.getByLabel('Reason').fill('two officers on leave');
    await dialog.locator('button[type=submit]').click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('By the plan of the office.').waitFor();
    await page.getByRole('cell', { name: 'two officers on leave' }).waitFor();

    // A capacity of nothing is said plainly, and taken back.
    for (const [goods, documents] of [['0', '0'], ['2', '30']] as const) {
      await page.getByRole('button', { name: 'Plan capacity' }).click();
      await dialog.getByLabel('Goods examined a day').fill(goods);
      await dialog.getByLabel('Documents reviewed a day').fill(documents);
      await dialog.getByLabel('Reason').fill(goods === '0' ? 'closed for a storm' : 'two officers on leave');
      await dialog.locator('button[type=submit]').click();
      await dialog.waitFor({ state: 'detached' });
      await page.getByText(/Today’s capacity is 0/).waitFor({ state: goods === '0' ? 'visible' : 'detached' });
    }

    const green = await find(page, 'channel=green');
    await page.goto(`/audit-sample?from=${green.declared_on}&to=${green.declared_on}`);
    await settled(page);
    await page.getByLabel('Day of declaration').fill(green.declared_on);
    await page.getByRole('button', { name: 'Draw the sample' }).click();
    await page.getByText(/green declarations/).first().waitFor();
    await page.locator('tbody tr').first().getByRole('link').click();
    await page.getByRole('button', { name: 'Record the audit' }).click();
    await page.locator('dialog[open]').getByLabel('Conforming').check();
    await page.locator('dialog[open] button[type=submit]').click();
    await page.locator('dialog[open]').waitFor({ state: 'detached' });
    await page.getByText('Audit after release: conforming').first().waitFor();
    expect(errors).toEqual([]);
    await close();
  });
});

interface Examined {
  id: string;
  decision: { reasons?: { id: string }[] };
  examinations: { result: string }[];
  tasks?: unknown[];
}

describe('what is in force', () => {
  it('is watched: an alarm says what happened, since when and what to do, on the overview and on its own page', async () => {
    const { page, errors, close } = await begin('supervisor');
    // Second looks find something in what chance drew, so that errors in the declaration find less than chance.
    const items: Row[] = [];
    for (const channel of ['orange', 'red']) {
      const found = (await (await page.request.get(`/v1/declarations?state=examined&channel=${channel}&limit=200`)).json()) as { items: Row[] };
      items.push(...found.items);
    }
    const token = await page.evaluate(() => decodeURIComponent(/clearway_csrf=([^;]*)/.exec(document.cookie)?.[1] ?? ''));
    let left = 25;
    for (const { id } of items) {
      if (left === 0) break;
      const one = (await (await page.request.get(`/v1/declarations/${encodeURIComponent(id)}`)).json()) as Examined;
      const named = (method: string) => one.decision.reasons?.some((reason) => reason.id === method) ?? false;
      if (!named('method.random') || named('method.finding_error') || one.examinations[0]?.result !== 'conforming' || one.tasks?.length) continue;
      const looked = await page.request.post(`/v1/declarations/${encodeURIComponent(id)}/second-looks`, {
        headers: { 'X-CSRF-Token': token, 'Request-Id': `looked-again-${left}` },
        data: { result: 'discrepancy', findings: [{ kind: 'value', found: 'USD 900' }] },
      });
      expect(looked.status(), await looked.text()).toBe(201);
      left--;
    }
    await page.goto('/risk-overview');
    const alarm = page.getByRole('alert').filter({ hasText: 'Errors in the declaration: since' });
    await alarm.getByText(/it finds less than chance does: \d+ of \d+ examined/).waitFor();
    await alarm.getByText(/roll back/).first().waitFor();
    await page.getByRole('region', { name: 'Methods now and in the reference' }).getByText('Below Random').waitFor();
    await alarm.getByRole('link', { name: 'Policy in force: rehearse a change' }).click();
    await page.getByRole('alert').getByRole('link', { name: 'All that is watched' }).waitFor();
    await settled(page);
    await picture(page, 'watch_version');
    expect(await accessibility_problems(page)).toEqual([]);
    expect(errors).toEqual([]);
    await close();
  });
});

describe('pages', () => {
  const addresses: [string, (row: Row) => string][] = [
    ['worklist', () => '/worklist'],
    ['audit_sample', (row) => `/audit-sample?from=${row.declared_on}`],
    ['risk_overview', () => '/risk-overview'],
    ['profiles', (row) => `/declarations/${encodeURIComponent(row.id)}/profiles`],
    ['examined', (row) => `/declarations/${encodeURIComponent(row.id)}`],
  ];
  for (const language of languages) {
    it(`${language}: usable by everyone, inside their width`, async () => {
      const { page, errors, close } = await visit(browser, language);
      await sign_in(page, 'supervisor');
      const row = await find(page, 'state=examined');
      for (const [name, to] of addresses) {
        await page.goto(to(row));
        await settled(page);
        expect(await page.locator('h1').count(), name).toBe(1);
        if (name === 'risk_overview') {
          await page.locator('#watch-heading').waitFor();
          expect(await page.getByRole('rowheader', { name: language === 'ko' ? '배운 가능성' : 'Learned likelihood' }).count(), 'a method is named, not its id').toBeGreaterThan(0);
          await page.locator('section', { has: page.locator('#watch-heading') }).locator('details summary').click();
        }
        await good_everywhere(page, name);
        expect(errors, name).toEqual([]);
      }
      await close();
    });
  }
});
