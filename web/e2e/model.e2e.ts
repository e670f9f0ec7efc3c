// A model on its way: trained and evaluated on invented rows, entered as a version, and looked at with its measures and curves.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { accessibility_problems, good_everywhere, languages, picture, settled, sign_in, start_browser, use_origin, visit } from './browser';
import { copy_sample, program, root, start_server, type Server } from './server';

let folder: string;
let browser: Browser;
let server: Server;
let evaluated: string;
let bare: string;
let later: string;

const heads =
  'Declaration ID,Date,Office ID,Process Type,Import Type,Import Use,Payment Type,Mode of Transport,Declarant ID,Importer ID,Seller ID,Courier ID,HS6 Code,Country of Departure,Country of Origin,Tax Rate,Tax Type,Country of Origin Indicator,Net Mass,Item Price,Fraud,Critical Fraud';

/** Invented import declarations with results: goods of one heading from one country are mostly irregular. */
function write_rows(name: string, from: number, to: number): string {
  const rows = [heads];
  for (let i = from; i < to; ++i) {
    const suspicious = i % 7 === 0;
    const irregular = suspicious ? i % 35 !== 0 : i % 23 === 0;
    const goods = suspicious ? '610910' : i % 2 === 0 ? '330499' : '847130';
    const weight = 10 + (i % 331);
    rows.push(`${1000 + i},2020-0${1 + Math.floor((i * 9) / 1600)}-1${i % 9},20,B,11,21,11,10,SAMPLED${i % 5},SAMPLEI${i % 40},,,${goods},${suspicious ? 'VN' : 'US'},US,8.0,A,Y,${weight}.5,${1000 * weight},${irregular ? 1 : 0},0`);
  }
  const path = join(folder, name);
  writeFileSync(path, `${rows.join('\n')}\n`);
  return path;
}

const run = (line: string[], input = '') => execFileSync(program, ['--lang', 'en', ...line], { cwd: root, input, encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'] });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'clearway-model-'));
  const database = copy_sample(inject('sample'), folder);
  const past = write_rows('past.csv', 0, 1200);
  later = write_rows('later.csv', 1200, 1600);
  const train = (data: string, out: string, seed = '1') => (JSON.parse(run(['model', 'train', '--mapping', 'mappings/kcs-import.yaml', '--data', data, '--out', join(folder, out), '--seed', seed, '--json'])) as { model: string }).model;
  evaluated = train(past, 'a.cwm');
  bare = train(later, 'b.cwm');
  train(past, 'c.cwm', '2');
  for (const [model, out] of [['a.cwm', 'e.json'], ['c.cwm', 'c.json']] as const) {
    writeFileSync(join(folder, out), run(['model', 'evaluate', '--model', join(folder, model), '--mapping', 'mappings/kcs-import.yaml', '--data', later, '--json']));
  }
  writeFileSync(join(folder, 'cut.cwm'), readFileSync(join(folder, 'c.cwm')).subarray(0, 5000));
  const enter = (file: string, more: string[]) => run(['model', 'add', join(folder, file), '--db', `sqlite:${database}`, '--by', 'officer', '--reason', 'A test', ...more], `${inject('passwords').officer}\n`);
  enter('a.cwm', ['--title', 'Evaluated model', '--evaluation', join(folder, 'e.json')]);
  enter('b.cwm', ['--title', 'Bare model']);
  [server, browser] = await Promise.all([start_server(database, false), start_browser()]);
  use_origin(server.origin);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('a model', () => {
  for (const language of languages) {
    it(`is shown with its measures, curves and what is missing: ${language}`, async () => {
      const { page, errors, close } = await visit(browser, language);
      await sign_in(page, 'supervisor');
      for (const [name, id, charts] of [['model', evaluated, 2], ['model_bare', bare, 0]] as const) {
        await page.goto(`/risk/versions/${id}`);
        await settled(page);
        await page.locator('#measures-heading').waitFor();
        if (charts > 0) await page.locator('.chart canvas').nth(charts - 1).waitFor();
        expect(await page.locator('.chart canvas').count()).toBe(charts);
        expect(await page.locator('a[href*="/rules/"]').count()).toBe(0);
        for (const summary of await page.locator('.two-columns summary').all()) await summary.click();
        await good_everywhere(page, name);
      }
      expect(errors).toEqual([]);
      await close();
    });
  }

  it('says the figures that the program printed, has no rules, and can be rejected', async () => {
    const here = await visit(browser, 'en');
    const { page } = here;
    await sign_in(page, 'supervisor');
    await page.goto('/risk/versions');
    await page.getByRole('link', { name: 'Evaluated model' }).click();
    const cells = (name: string) => page.locator('tr', { has: page.getByRole('rowheader', { name, exact: true }) }).locator('td').allTextContents();
    await page.getByRole('heading', { name: 'Measured on later declarations' }).waitFor();
    const told = JSON.parse(run(['model', 'evaluate', '--model', join(folder, 'a.cwm'), '--mapping', 'mappings/kcs-import.yaml', '--data', join(folder, 'later.csv'), '--json'])) as Record<'auc' | 'rows', number> & Record<'new_tuples' | 'as_results_come_in', { auc: number; rows: number }>;
    expect(await cells('AUC')).toEqual([told.auc, told.new_tuples.auc, told.as_results_come_in.auc].map((value) => value.toFixed(4)));
    expect(await cells('Declarations judged')).toEqual([told.rows, told.new_tuples.rows, told.as_results_come_in.rows].map(String));
    await page.getByText('Show as a table').first().click();
    expect(await page.locator('section', { has: page.getByRole('heading', { name: 'Calibration' }) }).locator('tbody tr').count()).toBe(10);
    await page.goto(`/risk/versions/${evaluated}/rules/new`);
    await page.getByText('There is no such rule in this version.').waitFor();

    await page.goto(`/risk/versions/${bare}`);
    await page.getByRole('heading', { name: 'Measured while training' }).waitFor();
    await page.getByText('Not evaluated on later declarations yet').waitFor();
    await page.getByRole('button', { name: 'Reject', exact: true }).click();
    await page.locator('dialog[open]').getByLabel('Reason').fill('It was never evaluated.');
    await page.locator('dialog[open] button[type=submit]').click();
    await page.getByText('Rejected.', { exact: true }).waitFor();
    expect(here.errors).toEqual([]);
    await here.close();
  });

  it('is entered from its file while the server runs, and its evaluation with it', async () => {
    const here = await visit(browser, 'en');
    const { page } = here;
    await sign_in(page, 'officer');
    await page.goto('/risk/versions');
    await page.getByRole('button', { name: 'Enter a model' }).click();
    const dialog = page.locator('dialog[open]');
    const enter = dialog.getByRole('button', { name: 'Enter a model' });
    await enter.click();
    await dialog.getByRole('link', { name: 'Choose the file of a model.' }).waitFor();
    await dialog.getByLabel('Model file').setInputFiles(join(folder, 'cut.cwm'));
    await enter.click();
    await dialog.getByText('The model file is damaged.').waitFor();
    await dialog.getByLabel('Model file').setInputFiles(join(folder, 'c.cwm'));
    await dialog.getByLabel('Title (optional)').fill('Entered by the page');
    await enter.click();
    await page.getByRole('heading', { name: 'Entered by the page' }).waitFor();
    await page.getByText('Import declaration', { exact: true }).waitFor();
    const evaluation = page.getByLabel('Evaluation of this model');
    await evaluation.setInputFiles(join(folder, 'e.json'));
    await page.getByText('That is no evaluation of this model.').waitFor();
    await evaluation.setInputFiles(join(folder, 'c.json'));
    await page.getByRole('heading', { name: 'Measured on later declarations' }).waitFor();
    await page.locator('.chart canvas').nth(1).waitFor(); // charts are loaded when they are needed
    expect(await page.locator('.chart canvas').count()).toBe(2);
    await here.close();
  });

  for (const language of languages) {
    it(`is asked for in a dialog: ${language}`, async () => {
      const here = await visit(browser, language);
      await sign_in(here.page, 'officer');
      await here.page.goto('/risk/versions');
      await settled(here.page);
      await here.page.locator('main button[aria-haspopup=dialog]').first().click();
      await here.page.locator('dialog[open] input[type=file]').waitFor();
      await picture(here.page, 'model_enter');
      expect(await accessibility_problems(here.page)).toEqual([]);
      expect(here.errors).toEqual([]);
      await here.close();
    });
  }
});
