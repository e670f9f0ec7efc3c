// Accounts, tokens and the audit: who may do what, and what ends at once.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { origin_here, settled, sign_in, start_browser, visit } from './browser';

let browser: Browser;
beforeAll(async () => {
  browser = await start_browser();
});
afterAll(() => browser.close());

describe('administration', () => {
  it('creates an account, and closing it ends its session at once', async () => {
    const admin = await visit(browser, 'en');
    await sign_in(admin.page, 'administrator');
    await admin.page.getByRole('button', { name: 'Create account' }).click();
    const dialog = admin.page.locator('dialog[open]');
    await dialog.locator('button[type=submit]').click();
    expect(await dialog.locator('.error-summary li').count()).toBe(4);
    const login = `officer.${Date.now()}`;
    await dialog.getByLabel('Login').fill(login);
    await dialog.getByLabel('Name', { exact: true }).fill('Sample Officer of a test');
    await dialog.locator('input[name=offices]').first().check();
    await dialog.getByLabel('Password').fill('a long enough sentence');
    await dialog.locator('button[type=submit]').click();
    await admin.page.getByText(`The account ${login} is created.`).waitFor();

    const officer = await visit(browser, 'en');
    await sign_in(officer.page, login, 'a long enough sentence');
    await settled(officer.page);

    await admin.page.getByRole('button', { name: `Close ${login}` }).click();
    await admin.page.locator('dialog[open]').getByRole('button', { name: 'Close', exact: true }).last().click();
    await admin.page.getByText(`The account ${login} is changed.`).waitFor();

    // The page may already have asked the server anew and noticed by itself.
    await officer.page.getByRole('button', { name: 'Export', exact: true }).click({ timeout: 3000 }).catch(() => undefined);
    await officer.page.getByRole('link', { name: 'Declarations', exact: true }).click({ timeout: 3000 }).catch(() => undefined);
    await officer.page.getByText('Your session has ended.').waitFor();
    expect([...admin.errors, ...officer.errors]).toEqual([]);
    await admin.close();
    await officer.close();
  });

  it('a token works until it is revoked', async () => {
    const { page, errors, close } = await visit(browser, 'en');
    await sign_in(page, 'officer');
    await page.goto('/tokens');
    await page.getByRole('button', { name: 'Create token' }).click();
    const dialog = page.locator('dialog[open]');
    const name = `Test ${Date.now()}`;
    await dialog.getByLabel('Name').fill(name);
    await dialog.getByLabel('Read declarations').check();
    await dialog.locator('button[type=submit]').click();
    const token = await dialog.getByLabel('Token', { exact: true }).inputValue();
    expect(token.length).toBeGreaterThan(20);
    const ask = () => fetch(`${origin_here()}/v1/declarations?limit=1`, { headers: { Authorization: `Bearer ${token}` } });
    expect((await ask()).status).toBe(200);
    await dialog.locator('.modal-btn button').click();
    await page.getByRole('button', { name: `Revoke ${name}` }).click();
    await page.locator('dialog[open]').getByRole('button', { name: 'Revoke', exact: true }).click();
    await page.getByText('The token is revoked.').waitFor();
    expect((await ask()).status).toBe(401);
    expect(errors).toEqual([]);
    await close();
  });

  it('the auditor verifies the record', async () => {
    const { page, errors, close } = await visit(browser, 'en');
    await sign_in(page, 'auditor');
    await page.goto('/audit');
    await page.getByRole('button', { name: 'Verify' }).click();
    await page.getByText('The record is intact.').waitFor();
    expect(errors).toEqual([]);
    await close();
  });
});
