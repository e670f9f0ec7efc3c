// A rule on its way: an officer drafts and rehearses it, a supervisor puts it into force, the next declaration is decided
// by it, and the supervisor goes back.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibility_problems, good_everywhere, languages, picture, settled, sign_in, start_browser, visit, type Visit } from './browser';

let browser: Browser;

beforeAll(async () => {
  browser = await start_browser();
});
afterAll(() => browser.close());

async function as(login: string): Promise<Visit> {
  const here = await visit(browser, 'en');
  await sign_in(here.page, login);
  return here;
}

/** Files once more what the trader has filed before, under a new number; answers with its channel. */
async function lodge(page: Page, id: string): Promise<string> {
  const found = (await (await page.request.get('/v1/declarations?procedure=simplified&limit=1')).json()) as { items: { id: string }[] };
  const before = (await (await page.request.get(`/v1/declarations/${encodeURIComponent(found.items[0]?.id ?? '')}`)).json()) as { declared: Record<string, unknown> };
  const declared: Record<string, unknown> = { ...before.declared, declaration_id: id };
  delete declared.declaration_date;
  const cookies = await page.context().cookies();
  const token = cookies.find((cookie) => cookie.name === 'clearway_csrf')?.value ?? '';
  const answer = await page.request.post('/v1/declarations', { data: declared, headers: { 'X-CSRF-Token': token, 'Request-Id': `e2e-${id}` } });
  expect(answer.status(), await answer.text()).toBe(201);
  return ((await answer.json()) as { decision: { channel: string } }).decision.channel;
}

async function decide(page: Page, button: string, reason: string, done: string) {
  await page.getByRole('button', { name: button, exact: true }).click();
  const dialog = page.locator('dialog[open]');
  await dialog.locator('button[type=submit]').click();
  await dialog.getByText('Give a reason of at least five characters.').waitFor();
  await dialog.getByLabel('Reason').fill(reason);
  await dialog.locator('button[type=submit]').click();
  await page.getByText(done, { exact: true }).waitFor();
}

describe('a rule', () => {
  it('goes from draft into force by two people, decides the next declaration, and is taken back', async () => {
    const mark = String(Date.now());
    const rule = `R4.e2e_${mark}`;
    const officer = await as('officer');
    const { page } = officer;
    await page.getByRole('button', { name: 'Risk', exact: true }).click();
    await page.getByRole('link', { name: 'Risk policy' }).click();
    await page.getByRole('heading', { name: 'Risk policy' }).waitFor();
    await settled(page);
    const installed = await page.locator('tbody tr', { hasText: 'In force' }).getByRole('link').getAttribute('href');
    await page.getByRole('button', { name: 'Draft a change' }).click();
    await page.locator('dialog[open] button[type=submit]').click();
    await page.locator('dialog[open]').getByText('Give it a title.').first().waitFor();
    await page.getByLabel('Title').fill(`Look at simplified filings ${mark}`);
    await page.locator('dialog[open] button[type=submit]').click();
    await page.getByRole('link', { name: 'Add a rule' }).click();

    await page.getByLabel('Name', { exact: true }).fill(rule);
    await page.locator('#rule-when').pressSequentially('destination_c');
    await page.getByRole('option', { name: /^destination_country/ }).waitFor();
    await page.keyboard.press('Enter');
    expect(await page.locator('#rule-when').inputValue()).toBe('destination_country');
    await page.locator('#rule-when').pressSequentially(' = "ZZ"');
    await page.getByText("'=' is no operator").waitFor();
    expect(await page.locator('#rule-when').getAttribute('aria-invalid')).toBe('true');
    expect(await page.getByRole('button', { name: 'Save the rule' }).isDisabled()).toBe(true);
    await picture(page, 'rule_error');
    await page.locator('#rule-when').fill('destination_country != "ZZ"');
    await page.getByLabel('Manifest').uncheck();
    await page.getByLabel('Simplified').check();
    await page.getByLabel(/Red whatever/).check();
    await page.getByLabel('Reason in Korean').fill('시험 규칙');
    await page.getByLabel('Reason in English').fill('A rule on trial to {destination_country}');
    await page.getByText('No problems.').waitFor();
    await page.getByText(/^Holds on/).waitFor();
    expect(await accessibility_problems(page)).toEqual([]);
    await page.getByRole('button', { name: 'Save the rule' }).click();
    await page.getByText(`${rule} · new`).waitFor();
    const address = page.url();

    await page.getByRole('button', { name: 'Rehearse', exact: true }).click();
    await page.waitForURL(/\/risk\/rehearsals\//);
    await page.getByRole('heading', { name: 'At a glance' }).waitFor();
    await settled(page);
    expect(await page.locator('.chart canvas').count()).toBe(3);
    await page.getByText(`${rule}: new`).waitFor();
    const red = await page.locator('tr', { hasText: /^Red/ }).locator('td').allTextContents();
    expect(Number(red[1]?.replaceAll(',', ''))).toBeGreaterThan(Number(red[0]?.replaceAll(',', '')));
    const report = page.url();
    expect(officer.errors).toEqual([]);
    await officer.close();

    const trader = await as('trader');
    expect(await lodge(trader.page, `${mark}-1`)).not.toBe('red');
    const supervisor = await as('supervisor');
    await supervisor.page.goto(address);
    await settled(supervisor.page);
    expect(await supervisor.page.getByRole('button', { name: 'Put into force' }).count()).toBe(0);
    await decide(supervisor.page, 'Approve', 'Rehearsed over a month.', 'Approved.');
    await decide(supervisor.page, 'Put into force', 'Approved today.', 'Put into force.');
    expect(await lodge(trader.page, `${mark}-2`)).toBe('red');

    await supervisor.page.goto(installed ?? '');
    await decide(supervisor.page, 'Roll back to this version', 'It held too much.', 'Rolled back.');
    expect(await lodge(trader.page, `${mark}-3`)).not.toBe('red');
    expect(supervisor.errors).toEqual([]);
    await trader.close();

    const places = { risk_versions: '/risk/versions', risk_version: new URL(address).pathname, risk_rule: `${new URL(address).pathname}/rules/${rule}`, rehearsal: new URL(report).pathname };
    for (const language of languages) {
      const here = await visit(browser, language);
      await sign_in(here.page, 'officer');
      for (const [name, place] of Object.entries(places)) {
        await here.page.goto(place);
        await good_everywhere(here.page, name);
        expect(here.errors, name).toEqual([]);
      }
      await here.close();
    }
    await supervisor.close();
  });
});
