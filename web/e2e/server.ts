// Starts the real server on a sample database in a temporary folder, once for all browser tests.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    origin: string;
    /** Passwords of the sample accounts by login. */
    passwords: Record<string, string>;
  }
}

const root = resolve(import.meta.dirname, '../..');

function free_port(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (address && typeof address === 'object' ? done(address.port) : fail(new Error('no free port'))));
    });
  });
}

async function ready(origin: string, server: ChildProcess, log: () => string): Promise<void> {
  for (let tries = 0; tries < 600; ++tries) {
    if (server.exitCode !== null) throw new Error(`the server ended with ${server.exitCode}\n${log()}`);
    const answer = await fetch(`${origin}/health`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((wait) => setTimeout(wait, 100));
  }
  throw new Error(`the server was not ready in time\n${log()}`);
}

function run(program: string, parameters: string[]): string {
  const result = spawnSync(program, parameters, { cwd: root, encoding: 'utf8' });
  if (result.status !== 0) throw new Error(`${program} ${parameters.join(' ')} ended with ${result.status}\n${result.stdout}${result.stderr}`);
  return result.stdout;
}

export default async function setup(project: TestProject) {
  const given = process.env.CLEARWAY_ORIGIN;
  if (given) {
    project.provide('origin', given);
    project.provide('passwords', JSON.parse(process.env.CLEARWAY_PASSWORDS ?? '{}') as Record<string, string>);
    return undefined;
  }
  const program = join(root, 'build/release/clearway');
  const web = join(root, 'web/dist');
  for (const [path, fix] of [
    [program, 'cmake --preset release && ninja -C build/release clearway'],
    [join(web, 'index.html'), 'npm --prefix web run build'],
  ] as const) {
    if (!existsSync(path)) throw new Error(`${path} is missing; build it first: ${fix}`);
  }
  const folder = mkdtempSync(join(tmpdir(), 'clearway-e2e-'));
  const database = `sqlite:${join(folder, 'sample.db')}`;
  const passwords = JSON.parse(run(program, ['db', 'load-sample', '--db', database, '--json'])) as { accounts: { login: string; password: string }[] };
  const origin = `http://127.0.0.1:${await free_port()}`;
  let log = '';
  const server = spawn(program, ['serve', '--db', database, '--listen', origin.slice('http://'.length), '--web', web], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (text: Buffer) => (log = (log + text.toString()).slice(-10_000)));
  await ready(origin, server, () => log);
  project.provide('origin', origin);
  project.provide('passwords', Object.fromEntries(passwords.accounts.map(({ login, password }) => [login, password])));
  return async () => {
    const ended = new Promise((done) => server.once('exit', done));
    server.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
}
