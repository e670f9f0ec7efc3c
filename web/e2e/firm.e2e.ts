// A firm: what its home page shows first, a field of its self-check, and what its broker did under the mandate.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibility_problems, settled, sign_in, start_browser, visit } from './browser';

let browser: Browser;
beforeAll(async () => {
  browser = await start_browser();
});
afterAll(() => browser.close());

describe('a firm', () => {
  it('goes from its home page to the self-check and sees what its broker opened', async () => {
    const firm = await visit(browser, 'en');
    await sign_in(firm.page, 'trader');
    await firm.page.goto('/home');
    await settled(firm.page);
    await firm.page.getByText('Things for you to do').or(firm.page.getByText('Overdue')).first().waitFor();
    await firm.page.getByRole('heading', { name: 'What went well' }).waitFor();
    expect(await accessibility_problems(firm.page)).toEqual([]);

    const to_do = firm.page.getByRole('button', { name: /Show all/ }).first();
    if (await to_do.isVisible()) await to_do.click();
    await firm.page.getByRole('link', { name: /Regular import-tax settlement/ }).first().click();
    await firm.page.getByRole('link', { name: 'Go on', exact: true }).click();
    await settled(firm.page);
    expect(await accessibility_problems(firm.page)).toEqual([]);
    const heading = await firm.page.getByRole('heading', { level: 1 }).textContent();
    await firm.page.getByRole('button', { name: 'Save and go on' }).click();
    await firm.page.locator('.error-summary li').first().waitFor();
    for (const card of await firm.page.locator('form .card').all()) await card.getByLabel('Yes, it is right').check();
    await firm.page.getByRole('button', { name: 'Save and go on' }).click();
    await firm.page.waitForFunction((before) => document.querySelector('h1')?.textContent !== before, heading);

    const broker = await visit(browser, 'en');
    await sign_in(broker.page, 'broker');
    await broker.page.goto('/programmes');
    await broker.page.locator('table a').first().click();
    await broker.page.getByRole('heading', { name: /Self-check of imports/ }).waitFor();
    await firm.page.goto('/mandates');
    await firm.page.locator('a[href="/mandates/sample-mandate/uses"]').click();
    await firm.page.getByText('Opened a settlement').waitFor();
    expect([...firm.errors, ...broker.errors]).toEqual([]);
    await firm.close();
    await broker.close();
  });
});
