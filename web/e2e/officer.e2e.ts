// An officer's way: sign in, find what waits, read the decision, act on it, look at the figures.
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { accessibility_problems, settled, sign_in, start_browser, visit, type Visit } from './browser';

let browser: Browser;
let here: Visit;
let page: Page;

beforeAll(async () => {
  browser = await start_browser();
});
afterAll(() => browser.close());

async function begin(login = 'officer') {
  here = await visit(browser, 'en');
  page = here.page;
  await sign_in(page, login);
}
async function finish() {
  expect(here.errors).toEqual([]);
  await here.close();
}

interface Row {
  id: string;
  declaration_number: string;
  exporter_name: string;
  declared_on: string;
}

async function find(query: string, at = 0): Promise<Row> {
  const answer = (await (await page.request.get(`/v1/declarations?limit=50&${query}`)).json()) as { items: Row[] };
  const row = answer.items[at];
  if (!row) throw new Error(`the sample world has no declaration ${at} for ${query}`);
  return row;
}

/** One of a private person: identifiers of firms are public and not masked. */
async function find_masked(): Promise<Row> {
  const answer = (await (await page.request.get('/v1/declarations?limit=100&channel=red')).json()) as { items: Row[] };
  for (const row of answer.items) {
    const detail = (await (await page.request.get(`/v1/declarations/${encodeURIComponent(row.id)}`)).json()) as { masked_fields: string[]; actions: { action: string }[] };
    if (detail.masked_fields.length > 0 && detail.actions.some(({ action }) => action === 'look_up_personal_data')) return row;
  }
  throw new Error('the sample world has no red declaration with a masked identifier');
}

describe('signing in', () => {
  it('names what is missing, and what is wrong', async () => {
    here = await visit(browser, 'en');
    page = here.page;
    await page.goto('/sign-in');
    await page.click('button[type=submit]');
    expect(await page.locator('.error-summary li').count()).toBe(2);
    await page.click('.error-summary a[href="#login"]');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('login');
    await page.fill('#login', 'officer');
    await page.fill('#password', 'not the password');
    await page.click('button[type=submit]');
    await page.getByText('The login or the password is not right.').waitFor();
    await finish();
  });

  it('returns to the page that was asked for, and leaves nothing behind on signing out', async () => {
    here = await visit(browser, 'en');
    page = here.page;
    await page.goto('/statistics?by=month');
    await page.waitForURL(/sign-in\?next=/);
    await sign_in_here('officer');
    await page.waitForURL(/\/statistics\?by=month$/);
    await page.getByRole('button', { name: /Account menu/ }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByText('You are signed out.').waitFor();
    expect((await page.request.get('/v1/me')).status()).toBe(401);
    await finish();
  });

  async function sign_in_here(login: string) {
    await page.fill('#login', login);
    await page.fill('#password', inject('passwords')[login] ?? '');
    await page.click('button[type=submit]');
  }

  it('a session that ends says so and brings the reader back', async () => {
    await begin();
    await page.goto('/law');
    await settled(page);
    await page.context().clearCookies();
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    await page.getByRole('link', { name: 'Declarations', exact: true }).click();
    await page.getByText('Your session has ended.').waitFor();
    await sign_in_here('officer');
    await page.waitForURL(/\/declarations$/);
    await finish();
  });
});

describe('a session about to end', () => {
  it('is announced, and goes on with the password while the page stays', async () => {
    await begin();
    await page.route('**/v1/me', async (route) => {
      const answer = await route.fetch();
      const me = (await answer.json()) as Record<string, unknown>;
      await route.fulfill({ response: answer, json: { ...me, expires_at: new Date(Date.now() + 3 * 60_000).toISOString() } });
    });
    await page.goto('/declarations?channel=red');
    await page.getByText('Your session ends in 3 min.').waitFor();
    await page.getByRole('button', { name: 'Stay signed in' }).click();
    const dialog = page.locator('dialog[open]');
    await dialog.getByLabel('Password').fill('not the password');
    await dialog.locator('button[type=submit]').click();
    await dialog.getByText('The login or the password is not right.').waitFor();
    await dialog.getByLabel('Password').fill(inject('passwords').officer ?? '');
    await dialog.locator('button[type=submit]').click();
    await page.getByText('Your session ends in').waitFor({ state: 'detached' });
    expect(page.url()).toContain('/declarations?channel=red');
    await finish();
  });
});

describe('language and keyboard', () => {
  it('changes the language and keeps it', async () => {
    await begin();
    await page.getByRole('button', { name: '한국어' }).click();
    await page.getByRole('button', { name: '수출', exact: true }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('ko');
    await page.reload();
    expect(await page.locator('html').getAttribute('lang')).toBe('ko');
    await page.goto('/law?lang=en');
    await page.getByRole('heading', { name: 'Law' }).waitFor();
    await finish();
  });

  it('works from the keyboard: skip link, menu, list, decision, dialog', async () => {
    await begin();
    await page.goto('/office/day?tab=all');
    await settled(page);
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the content');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
    const row = await find('channel=red&state=selected');
    await page.goto(`/declarations/${encodeURIComponent(row.id)}`);
    await settled(page);
    const button = page.getByRole('button', { name: 'Channel' }).or(page.locator('.actions button').first()).first();
    await button.focus();
    await page.keyboard.press('Enter');
    await page.locator('dialog[open]').waitFor();
    expect(await accessibility_problems(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.locator('dialog[open]').waitFor({ state: 'detached' });
    expect(await page.evaluate(() => document.activeElement?.closest('.actions') !== null)).toBe(true);
    await finish();
  });
});

describe('the day', () => {
  it('shows the queue by channel; filters, columns, pages and the decision beside the list', async () => {
    await begin();
    const row = await find('channel=red&state=selected');
    await page.goto(`/office/day?date=${row.declared_on}`);
    await settled(page);
    const tab = page.getByRole('link', { name: /Waiting for inspection/ });
    expect(await tab.getAttribute('aria-current')).toBe('page');
    const rows = page.locator('tbody tr');
    const waiting = await rows.count();
    expect(waiting).toBeGreaterThan(0);

    const risks = await page.locator('tbody tr td:nth-child(2)').allTextContents();
    expect(risks.map(Number)).toEqual(risks.map(Number).sort((a, b) => b - a));

    await page.locator('summary', { hasText: 'Columns' }).click();
    await page.getByLabel('HS6').check();
    await page.getByRole('columnheader', { name: 'HS6' }).waitFor();
    await page.reload();
    await page.getByRole('columnheader', { name: 'HS6' }).waitFor();

    await page.getByRole('searchbox').fill(row.declaration_number);
    await page.keyboard.press('Enter');
    await page.waitForURL(/q=/);
    await settled(page);
    await expect.poll(() => rows.count()).toBe(1);
    await rows.first().getByRole('link').click();
    await page.getByRole('heading', { name: `Declaration ${row.declaration_number}` }).waitFor();
    expect(await rows.first().getAttribute('aria-current')).toBe('true');
    await finish();
  });

  it('gives the list as CSV', async () => {
    await begin();
    await page.goto('/declarations?channel=red');
    await settled(page);
    const waiting = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download CSV' }).click();
    const file = await (await waiting).path();
    const lines = readFileSync(file, 'utf8').trim().split(/\r?\n/);
    expect(lines.length).toBeGreaterThan(1);
    expect(lines[0]).toContain('declaration_number');
    await finish();
  });

  it('goes to the next page and back', async () => {
    await begin();
    await page.goto('/declarations');
    await settled(page);
    const first = await page.locator('tbody tr').first().textContent();
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByText('Page 2', { exact: true }).waitFor();
    await settled(page);
    expect(await page.locator('tbody tr').first().textContent()).not.toBe(first);
    await page.getByRole('button', { name: 'Previous' }).click();
    await page.getByText('Page 1', { exact: true }).waitFor();
    await settled(page);
    expect(await page.locator('tbody tr').first().textContent()).toBe(first);
    await finish();
  });
});

describe('the decision', () => {
  it('shows likelihood times consequence, each reason with its article, and the declared data', async () => {
    await begin();
    const row = await find('channel=red&sort=-expected_value');
    await page.goto(`/declarations/${encodeURIComponent(row.id)}`);
    await settled(page);
    const [likelihood, consequence, expected] = (await page.locator('.equation dd').allTextContents()).map(Number);
    expect((likelihood ?? 0) * (consequence ?? 0)).toBeCloseTo(expected ?? -1, 1);
    const reason = page.locator('.reason').first();
    await reason.locator('button.link-button').click();
    await page.locator('dialog[open]').getByRole('heading', { name: 'Legal basis' }).waitFor();
    await page.keyboard.press('Escape');
    expect(await page.locator('table.declared tbody tr').count()).toBeGreaterThan(10);
    await finish();
  });

  it('records an examination once, after saying what is missing', async () => {
    await begin();
    const row = await find('channel=red&state=selected', 1);
    await page.goto(`/declarations/${encodeURIComponent(row.id)}`);
    await page.locator('.actions button').first().waitFor();
    await page.locator('.actions').getByRole('button', { name: /examin/i }).first().click();
    const dialog = page.locator('dialog[open]');
    await dialog.locator('button[type=submit]').click();
    await dialog.getByText('Choose a result.').first().waitFor();
    await dialog.getByLabel('Discrepancy').check();
    await dialog.locator('button[type=submit]').click();
    await dialog.getByText('Choose at least one kind of discrepancy.').first().waitFor();
    await dialog.getByLabel('Value').check();
    await dialog.getByLabel('Note (optional)').fill('Twelve pieces declared, twenty found.');
    await dialog.locator('button[type=submit]').click();
    await dialog.waitFor({ state: 'detached' });
    await page.locator('.alert.success').waitFor();
    await page.getByText('Twelve pieces declared, twenty found.').first().waitFor();
    await page.reload();
    await page.getByText('Twelve pieces declared, twenty found.').first().waitFor();
    await finish();
  });

  it('does not overwrite what a colleague did in the meantime', async () => {
    await begin();
    const row = await find('channel=red&state=selected', 2);
    await page.goto(`/declarations/${encodeURIComponent(row.id)}`);
    await page.locator('.actions').getByRole('button', { name: /channel/i }).click();
    const dialog = page.locator('dialog[open]');
    await dialog.getByLabel(/Orange/).check();
    await dialog.getByLabel('Reason').fill('Documents are enough here.');

    const other = await visit(browser, 'en');
    await sign_in(other.page, 'officer');
    await other.page.goto(`/declarations/${encodeURIComponent(row.id)}`);
    await other.page.locator('.actions').getByRole('button', { name: /channel/i }).click();
    await other.page.locator('dialog[open]').getByLabel(/Green/).check();
    await other.page.locator('dialog[open]').getByLabel('Reason').fill('Known goods of a known exporter.');
    await other.page.locator('dialog[open] button[type=submit]').click();
    await other.page.locator('.alert.success').waitFor();
    await other.close();

    await dialog.locator('button[type=submit]').click();
    await dialog.getByText('This was changed in the meantime.').waitFor();
    await dialog.getByRole('button', { name: 'Load the latest version' }).click();
    await dialog.getByText('This was changed in the meantime.').waitFor({ state: 'detached' });
    expect(await dialog.getByLabel('Reason').inputValue()).toBe('Documents are enough here.');
    await dialog.locator('button[type=submit]:enabled').click();
    await page.locator('.alert.success').waitFor();
    await page.locator('.decision-head .krds-badge.orange').waitFor();
    await finish();
  });

  it('shows a masked identifier only for a purpose, and keeps the look-up in the record', async () => {
    await begin();
    const row = await find_masked();
    await page.goto(`/declarations/${encodeURIComponent(row.id)}`);
    await page.getByRole('button', { name: /Look up/ }).first().click();
    const dialog = page.locator('dialog[open]');
    await dialog.locator('button[type=submit]').click();
    await dialog.getByText('Give a purpose of at least five characters.').waitFor();
    await dialog.getByLabel('Purpose').fill('Identity check during inspection');
    await dialog.locator('button[type=submit]').click();
    await dialog.locator('.alert.success').waitFor();
    expect(await dialog.locator('.alert.success').textContent()).not.toContain('*');
    await page.keyboard.press('Escape');
    await page.locator('.timeline').getByText('Personal data looked up').first().waitFor();
    await finish();
  });
});

describe('figures and law', () => {
  it('charts have a table behind them that adds up, and a CSV file', async () => {
    await begin();
    await page.goto('/statistics?by=month&from=2025-11-01&to=2026-11-30');
    await settled(page);
    await page.locator('.chart canvas').first().waitFor();
    expect(await page.locator('.chart canvas').count()).toBe(3);
    await page.locator('summary', { hasText: 'Show as a table' }).first().click();
    const total = await page.locator('tfoot').first().locator('td').allTextContents();
    const numbers = total.map((text) => Number(text.replace(/\(.*\)/, '').replaceAll(',', '')));
    expect(numbers.at(-1)).toBeGreaterThan(0);
    expect(numbers.slice(0, -1).reduce((a, b) => a + b, 0)).toBe(numbers.at(-1));
    const waiting = page.waitForEvent('download');
    await page.getByRole('button', { name: /Download CSV/ }).first().click();
    expect(readFileSync(await (await waiting).path(), 'utf8')).toContain('Manifest');
    await finish();
  });

  it('law says since when, from where and how sure', async () => {
    await begin();
    await page.goto('/law');
    await page.getByRole('searchbox').fill('simplified.max_fob');
    await page.locator('tbody a').first().click();
    await page.getByText('KRW 2,000,000').first().waitFor();
    await page.getByRole('heading', { name: 'Unconfirmed claims' }).waitFor();
    await page.getByText('To be verified').first().waitFor();
    await finish();
  });
});
