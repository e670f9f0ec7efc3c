// Notices of possible errors: from the notice to a correction that is filed and paid, an explanation that is not asked for again,
// and many answers in one file. The firm is made here, so that nothing depends on who was drawn into the control group.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { good, settled, sign_in, start_browser, visit } from './browser';

const password = 'sample-firm-password-1';

interface Notice {
  id: string;
  declaration_number: string;
  state: string;
  version: number;
}
interface Firm {
  login: string;
  party_id: string;
}

let browser: Browser;
let firm: Firm;
let tax_date = '';
let serial = 0;

/** A request of the account that is signed in on the page. */
async function send<T>(page: Page, method: 'POST' | 'GET', path: string, data?: unknown, headers: Record<string, string> = {}): Promise<T> {
  const csrf = (await page.context().cookies()).find((cookie) => cookie.name.endsWith('clearway_csrf'))?.value ?? '';
  const response = await page.request.fetch(path, { method, data, headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': decodeURIComponent(csrf), 'Request-Id': `e2e-${Date.now()}-${++serial}`, ...headers } });
  if (!response.ok()) throw new Error(`${method} ${path}: ${response.status()} ${await response.text()}`);
  return (await response.json()) as T;
}

/** Goods of one seller at an agreement's rate without a proof of origin: what customs asks about. */
function filing(of: Firm, seller: string) {
  ++serial;
  return {
    party_id: of.party_id,
    seller,
    customs_office: '040',
    declaration: {
      declaration_number: `99991-26-${String(serial).padStart(6, '0')}M`,
      tax_date,
      currency: 'USD',
      incoterm: 'FOB',
      freight: { amount: 240, currency: 'USD' },
      insurance: { amount: 10, currency: 'USD' },
      lines: [{ line: 1, tariff_code: '8509400000', quantity: 100, unit: 'U', net_weight: 120, origin: 'CN', price: 3000, preference: { agreement: 'kr-cn' } }],
    },
    goods: [{ line: 1, item: 'E2E-1', confirmations: ['C-1'] }],
    paid: [
      { line: 1, kind: 'duty', krw: 100_000 },
      { line: 1, kind: 'value_added', krw: 400_000 },
    ],
  };
}

async function in_turns<T, R>(all: readonly T[], work: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let at = 0; at < all.length; at += 25) results.push(...(await Promise.all(all.slice(at, at + 25).map(work))));
  return results;
}

async function notices(page: Page, party: string, state: string): Promise<Notice[]> {
  const items: Notice[] = [];
  let cursor = '';
  do {
    const page_of: { items: Notice[]; next_cursor: string | null } = await send(page, 'GET', `/v1/notices?party=${party}&state=${state}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
    items.push(...page_of.items);
    cursor = page_of.next_cursor ?? '';
  } while (cursor);
  return items;
}

const approve = (page: Page, draft: Notice) => send<Notice>(page, 'POST', `/v1/notices/${draft.id}/decisions`, { decision: 'approve' }, { 'If-Match': `"${draft.version}"` });

/** Notices about so many declarations of a seller, sent to the firm; fewer where it is of the control group. */
async function sent_to(of: Firm, seller: string, count: number): Promise<Notice[]> {
  const trader = await visit(browser, 'en');
  await sign_in(trader.page, of.login, password);
  await in_turns(Array.from({ length: count }), () => send(trader.page, 'POST', '/v1/import-declarations', filing(of, seller)));
  await trader.close();
  const officer = await visit(browser, 'en');
  await sign_in(officer.page, 'officer');
  let run = await send<{ id: string; state: string }>(officer.page, 'POST', '/v1/detection-runs');
  while (run.state === 'under_way') {
    await officer.page.waitForTimeout(100);
    run = await send(officer.page, 'GET', `/v1/detection-runs/${run.id}`);
  }
  expect(run.state).toBe('done');
  const drafts = await notices(officer.page, of.party_id, 'drafted');
  const approved = await in_turns(drafts, (draft) => approve(officer.page, draft));
  await officer.close();
  return approved.filter((notice) => notice.state === 'sent');
}

beforeAll(async () => {
  browser = await start_browser();
  const administrator = await visit(browser, 'en');
  await sign_in(administrator.page, 'administrator');
  const officer = await visit(browser, 'en');
  await sign_in(officer.page, 'officer');
  // Long enough ago that waiting costs something, and a day for which the sample has rates.
  const long_ago = new Date(Date.now() - 200 * 86_400_000).toISOString().slice(0, 10);
  const imports = await send<{ items: { tax_date: string }[] }>(officer.page, 'GET', '/v1/import-declarations?limit=200');
  tax_date = imports.items.map((one) => one.tax_date).filter((day) => day < long_ago).sort().at(-1) ?? '';
  await officer.close();
  // A tenth of all firms is held back: one that is written to is found soon.
  let found = false;
  for (let attempt = 0; attempt < 30 && !found; ++attempt) {
    const number = String((Date.now() + attempt) % 1_000_000).padStart(6, '0');
    firm = { login: `firm-${number}`, party_id: `B9995${number}` };
    await send(administrator.page, 'POST', '/v1/accounts', { login: firm.login, display_name: `표본 수입자 Sample Importer ${number}`, role: 'trader', party_id: firm.party_id, filer_code: 'G9001', password });
    found = (await sent_to(firm, 'S-FIRST', 1)).length > 0;
  }
  await administrator.close();
  expect(found, 'a firm that is written to').toBe(true);
}, 300_000);
afterAll(() => browser.close());

const digits = (text: string | null) => (text ?? '').replace(/\D/g, '');
/** 1×1, transparent. */
const picture = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64');

describe('a notice', () => {
  it('is corrected, filed and paid on at most five screens', { timeout: 240_000 }, async () => {
    const [notice] = (await sent_to(firm, 'S-PAID', 1)) as [Notice];
    const { page, errors, close } = await visit(browser, 'en', 'phone');
    await sign_in(page, firm.login, password);
    await page.waitForURL(/\/home$/);
    const screens: string[] = [];
    const shown = async (name: string) => {
      await good(page, `notice_${name}`);
      const { pathname } = new URL(page.url());
      if (screens.at(-1) !== pathname) screens.push(pathname);
    };
    await page.goto('/notices');
    await shown('list');
    await page.locator(`a[href="/notices/${notice.id}"]`).click();
    await page.waitForURL(/\/notices\/[^/]+$/);
    await shown('open');
    expect((await page.request.get(`/v1/notices/${notice.id}/letter`)).headers()['content-type']).toContain('application/pdf');

    // An answer that comes late, to what was typed before, is not shown.
    let release = () => {};
    const late = new Promise<void>((done) => (release = done));
    let held = false;
    await page.route('**/quotes', async (route) => {
      if (route.request().postData()?.includes('222220')) {
        held = true;
        await late;
      }
      await route.continue().catch(() => {});
    });
    const duty = page.locator('#correct-1-customs_duty');
    await duty.fill('222220');
    await expect.poll(() => held).toBe(true);
    await duty.fill('250,000');
    const total = page.locator('main form .summary-list .sum dd').first();
    await page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'));
    const due = digits(await total.textContent());
    release();
    await settled(page);
    expect(digits(await total.textContent())).toBe(due);
    expect(await page.locator('.costs li').count()).toBeGreaterThan(1);

    await page.locator('form button[type=submit]').click();
    await page.waitForURL(/\/check$/);
    await shown('check');
    expect(digits(await page.locator('#file-correction').textContent())).toBe(due);
    await page.locator('#file-correction').click();
    await page.waitForURL(/\/payments\//);
    await shown('filed');
    const account = (await page.locator('[data-account]').getAttribute('data-account')) ?? '';
    expect(account).toMatch(/^\d{10,}$/);
    expect(digits(await page.locator('main .summary-list .sum dd').textContent())).toBe(due);

    // The bank confirms; the officer takes its file, and takes it once.
    const officer = await visit(browser, 'en');
    await sign_in(officer.page, 'officer');
    await officer.page.goto('/bank-files');
    const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Seoul' }).format(new Date());
    const rows = `reference,account_number,amount_krw,value_date,payer\nE2E-${account},${account},${due},${today},Sample\n`;
    const file = { name: `bank-${account}.csv`, mimeType: 'text/csv', buffer: Buffer.from(rows) };
    await officer.page.setInputFiles('#bank-file', file);
    await officer.page.locator('form button[type=submit]').click();
    await officer.page.getByText('Matches').first().waitFor();
    await good(officer.page, 'bank_file');
    await officer.page.setInputFiles('#bank-file', file);
    await officer.page.locator('form button[type=submit]').click();
    await officer.page.getByText('This file was taken before; nothing has changed.').first().waitFor();
    expect(officer.errors).toEqual([]);
    await officer.close();

    await page.getByText('It is paid.').waitFor();
    await shown('paid');
    expect(screens.length, screens.join(' → ')).toBeLessThanOrEqual(5);
    expect((await send<Notice>(page, 'GET', `/v1/notices/${notice.id}`)).state).toBe('settled');
    expect(errors).toEqual([]);
    await close();
  });

  it('is explained, accepted, and the same is not asked again', { timeout: 240_000 }, async () => {
    const seller = `S-RIGHT-${++serial}`;
    const [notice] = (await sent_to(firm, seller, 1)) as [Notice];
    const trader = await visit(browser, 'ko');
    await sign_in(trader.page, firm.login, password);
    await trader.page.goto(`/notices/${notice.id}`);
    await trader.page.locator(`a[href="/notices/${notice.id}/explain"]`).click();
    await trader.page.locator('form button[type=submit]').click();
    await trader.page.locator('.error-summary a[href="#answer-text"]').click();
    expect(await trader.page.evaluate(() => document.activeElement?.id)).toBe('answer-text');
    await trader.page.fill('#answer-text', '원산지증명서를 신고 뒤에 받아 보관하고 있습니다.');
    await trader.page.setInputFiles('input[type=file]', { name: 'proof.png', mimeType: 'image/png', buffer: picture });
    await trader.page.getByRole('button', { name: 'proof.png' }).waitFor();
    await good(trader.page, 'notice_explain');
    await trader.page.locator('form button[type=submit]').click();
    await trader.page.waitForURL(/\/notices\/[^/]+$/);
    await good(trader.page, 'notice_explained');

    const officer = await visit(browser, 'ko');
    await sign_in(officer.page, 'officer');
    await officer.page.goto('/notices');
    await officer.page.locator(`a[href="/notices/${notice.id}"]`).click();
    await officer.page.locator('.said').first().waitFor();
    await good(officer.page, 'notice_decide');
    await officer.page.getByRole('button', { name: '인정하기', exact: true }).click();
    await officer.page.locator('dialog[open] button[type=submit]').click();
    await officer.page.locator('dialog[open]').waitFor({ state: 'detached' });
    expect((await send<Notice>(officer.page, 'GET', `/v1/notices/${notice.id}`)).state).toBe('explained_accepted');

    // The same pattern again, and beside it another seller's goods, which are asked about.
    await send(trader.page, 'POST', '/v1/import-declarations', filing(firm, seller));
    const other = filing(firm, `S-OTHER-${serial}`);
    await send(trader.page, 'POST', '/v1/import-declarations', other);
    await officer.page.goto('/detectors');
    await officer.page.getByRole('button', { name: '지금 찾아보기' }).click();
    await officer.page.locator('main .alert.success').waitFor();
    await good(officer.page, 'detectors_run');
    const drafts = await notices(officer.page, firm.party_id, 'drafted');
    expect(drafts.map((draft) => draft.declaration_number)).toEqual([other.declaration.declaration_number]);
    await send(officer.page, 'POST', `/v1/notices/${drafts[0]!.id}/decisions`, { decision: 'dismiss', text: 'Only this test asked for it.' }, { 'If-Match': `"${drafts[0]!.version}"` });
    expect([...trader.errors, ...officer.errors]).toEqual([]);
    await trader.close();
    await officer.close();
  });
});

describe('500 notices', () => {
  it('are answered by one file, and what is wrong in it is named by its row', { timeout: 300_000 }, async () => {
    const sent = await sent_to(firm, `S-MANY-${++serial}`, 498);
    expect(sent).toHaveLength(498);
    const { page, errors, close } = await visit(browser, 'en');
    await sign_in(page, firm.login, password);
    await page.goto('/notice-answers');
    const [download] = await Promise.all([page.waitForEvent('download'), page.locator('a[download="clearway-notices.csv"]').click()]);
    const stream = await download.createReadStream();
    let list = '';
    for await (const part of stream) list += String(part);
    const listed = list.split('\r\n').slice(1).map((line) => line.split(',')[0]);
    for (const notice of sent) expect(listed).toContain(notice.id);

    const answers = ['correct,,', 'explain,The proof came later.,', 'ask,Which proof is meant?,'];
    const rows = sent.map((notice, at) => `${notice.id},${answers[at % answers.length]}`);
    rows.push(`${firm.party_id}.N-unknown,correct,,`, `${sent[0]!.id}x,perhaps,,`);
    await page.setInputFiles('#answers-file', { name: 'answers.csv', mimeType: 'text/csv', buffer: Buffer.from(`notice,answer,text,until\n${rows.join('\n')}\n`) });
    await page.locator('form button[type=submit]').click();
    await page.getByText('498 rows taken, 2 not taken.').first().waitFor({ timeout: 180_000 });
    await expect.poll(() => page.locator('tbody tr').count()).toBe(2);
    await page.locator('.error-summary a[href="#row-501"]').click();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('row-501');
    await good(page, 'notice_answers');
    const ids = new Set(sent.map((notice) => notice.id));
    for (const state of ['filed', 'explained', 'asked']) {
      const those = await notices(page, firm.party_id, state);
      expect(those.filter((notice) => ids.has(notice.id)), state).toHaveLength(166);
    }
    expect(errors).toEqual([]);
    await close();
  });
});

describe('what is refused', () => {
  const today = () => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Seoul' }).format(new Date());
  const decide = (page: Page, notice: Notice, decision: string) => send<Notice>(page, 'POST', `/v1/notices/${notice.id}/decisions`, { decision, day: today() }, { 'If-Match': `"${notice.version}"` });
  const read = <T extends Notice>(page: Page, notice: Notice) => send<T>(page, 'GET', `/v1/notices/${notice.id}`);

  it('a line under correction, and a second payment', { timeout: 240_000 }, async () => {
    const [notice] = (await sent_to(firm, `S-TWICE-${++serial}`, 1)) as [Notice];
    const trader = await visit(browser, 'en');
    await sign_in(trader.page, firm.login, password);
    const declarations = await send<{ items: { id: string; declaration_number: string }[] }>(trader.page, 'GET', '/v1/import-declarations?limit=200');
    const declaration = declarations.items.find((one) => one.declaration_number === notice.declaration_number)!;
    const open = await send<Notice>(trader.page, 'POST', `/v1/notices/${notice.id}/opening`);
    const filed = await send<Notice & { order_id: string }>(trader.page, 'POST', `/v1/notices/${notice.id}/corrections`, {}, { 'If-Match': `"${open.version}"` });
    expect(filed.state).toBe('filed');
    await trader.page.goto(`/import-declarations/${encodeURIComponent(declaration.id)}`);
    await trader.page.getByRole('link', { name: 'Correct this declaration' }).click();
    await trader.page.locator('#correct-1-customs_duty').fill('900,000');
    await trader.page.getByText('Another correction of line 1 is not decided yet.').waitFor();
    expect(await trader.page.locator('#file-correction').isDisabled()).toBe(true);
    await good(trader.page, 'refused_overlap');

    const order = await send<{ account_number: string; total_krw: number }>(trader.page, 'GET', `/v1/payment-orders/${filed.order_id}`);
    const officer = await visit(browser, 'en');
    await sign_in(officer.page, 'officer');
    await officer.page.goto('/bank-files');
    for (const [reference, outcome] of [
      ['FIRST', 'Matches'],
      ['SECOND', 'Paid twice'],
    ] as const) {
      const rows = `reference,account_number,amount_krw,value_date,payer\n${reference}-${order.account_number},${order.account_number},${order.total_krw},${today()},Sample\n`;
      await officer.page.setInputFiles('#bank-file', { name: `${reference}-${order.account_number}.csv`, mimeType: 'text/csv', buffer: Buffer.from(rows) });
      await officer.page.locator('form button[type=submit]').click();
      await officer.page.getByText(outcome).first().waitFor();
    }
    await good(officer.page, 'refused_second_payment');
    expect((await read(trader.page, notice)).state).toBe('settled');
    expect([...trader.errors, ...officer.errors]).toEqual([]);
    await trader.close();
    await officer.close();
  });

  it('a refund claim while an appeal is pending; then it is refused by customs with its reason', { timeout: 240_000 }, async () => {
    const [disputed, claimed] = (await sent_to(firm, `S-CLAIM-${++serial}`, 2)) as [Notice, Notice];
    const officer = await visit(browser, 'en');
    await sign_in(officer.page, 'officer');
    await decide(officer.page, await read(officer.page, disputed), 'record_appeal');
    const trader = await visit(browser, 'en');
    await sign_in(trader.page, firm.login, password);
    const less = async (notice: Notice) => {
      await trader.page.goto(`/notices/${notice.id}`);
      await trader.page.locator('#correct-1-customs_duty').fill('10,000');
      const vat = trader.page.locator('#correct-1-value_added_tax');
      if ((await vat.count()) > 0) await vat.fill('400,000');
    };
    await less(disputed);
    await trader.page.getByText(/An appeal on the same tax is pending since/).waitFor();
    await good(trader.page, 'refused_appeal');
    await less(claimed);
    await trader.page.locator('form button[type=submit]').click();
    await trader.page.waitForURL(/\/check$/);
    await trader.page.locator('#file-correction').click();
    await trader.page.waitForURL(/\/notices\/[^/]+$/);
    await trader.page.getByText('The refund claim is filed; customs decides about it.').waitFor();

    await officer.page.goto(`/notices/${claimed.id}`);
    await officer.page.getByRole('link', { name: 'Decide the claim' }).click();
    await officer.page.getByRole('button', { name: 'Decide the claim' }).click();
    await officer.page.locator('.error-summary a[href="#claim-way"]').click();
    await officer.page.getByLabel(/^Refuse/).check();
    await officer.page.fill('#claim-text', 'The proof of origin is missing.');
    await good(officer.page, 'claim_decide');
    await officer.page.getByRole('button', { name: 'Decide the claim' }).click();
    await officer.page.getByText('Refund claim refused').waitFor();
    await good(officer.page, 'claim_refused');
    await trader.page.goto('/refunds');
    await trader.page.getByText('Refund claim refused').waitFor();
    await good(trader.page, 'claims_of_firm');
    expect((await read(trader.page, claimed)).state).toBe('claim_refused');
    expect([...trader.errors, ...officer.errors]).toEqual([]);
    await trader.close();
    await officer.close();
  });

  it('relief that a notice of an audit took away since the draft, until the firm says that it has seen it', { timeout: 240_000 }, async () => {
    // Of the sample: opened days ago, and past the six months in which only interest is due.
    const trader = await visit(browser, 'en');
    await sign_in(trader.page, 'trader');
    const listed = await send<{ items: Notice[] }>(trader.page, 'GET', '/v1/notices?state=opened');
    type Quoted = Notice & { quote: { filings: { act: string }[] } | null };
    const opened = await in_turns(listed.items, (one) => read<Quoted>(trader.page, one));
    const amended = opened.find((one) => one.quote?.filings[0]?.act === 'amended_filing')!;
    const officer = await visit(browser, 'en');
    await sign_in(officer.page, 'supervisor');
    await decide(officer.page, amended, 'record_audit_notice');
    await officer.close();
    await trader.page.goto(`/notices/${amended.id}`);
    await trader.page.getByText(/after the draft, took the relief for amended filing away/).waitFor();
    await good(trader.page, 'refused_audit');
    await trader.page.getByLabel(/I have seen that a notice/).check();
    await trader.page.locator('main form .summary-list .sum dd').first().waitFor();
    await trader.page.locator('form button[type=submit]').click();
    await trader.page.waitForURL(/\/check$/);
    await trader.page.locator('#file-correction').click();
    await trader.page.waitForURL(/\/payments\//);
    expect((await read(trader.page, amended)).state).toBe('filed');
    expect(trader.errors).toEqual([]);
    await trader.close();
  });
});
