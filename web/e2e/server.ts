// The real server: a sample database is made once for all browser tests, and each file of tests has a copy of its own.
import { spawn, type ChildProcess } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The database that is copied. */
    sample: string;
    /** Passwords of the sample accounts by login. */
    passwords: Record<string, string>;
  }
}

export const root = resolve(import.meta.dirname, '../..');
export const program = join(root, 'build/release/clearway');
const web = join(root, 'web/dist');

interface Started {
  origin: string;
  passwords: Record<string, string>;
}

/** What the server prints when it is ready: its address, then login and password of each sample account. */
export function read_start(output: string): Started | null {
  const origin = /http:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0];
  const accounts = [...output.matchAll(/^ {2}([a-z0-9._-]+) +(\S+)$/gm)];
  if (!origin || accounts.length === 0 || !output.endsWith('\n')) return null;
  return { origin, passwords: Object.fromEntries(accounts.map(([, login, password]) => [login, password])) };
}

function started(server: ChildProcess): Promise<Started> {
  return new Promise((done, fail) => {
    let output = '';
    const timer = setTimeout(() => fail(new Error(`the server was not ready within five minutes\n${output}`)), 300_000);
    const read = (text: Buffer) => {
      output = (output + text.toString()).slice(-20_000);
      const start = read_start(output);
      if (!start) return;
      clearTimeout(timer);
      done(start);
    };
    server.stdout?.on('data', read);
    server.stderr?.on('data', (text: Buffer) => (output += text.toString()));
    server.once('exit', (code) => {
      clearTimeout(timer);
      fail(new Error(`the server ended with ${code}\n${output}`));
    });
  });
}

export interface Server extends Started {
  stop: () => Promise<void>;
}

/** The server on a database file, which it fills with the sample where `sample` says so. */
export async function start_server(database: string, sample: boolean): Promise<Server> {
  const server = spawn(program, ['serve', '--db', `sqlite:${database}`, ...(sample ? ['--sample'] : []), '--listen', '127.0.0.1:0', '--web', web], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const start = await started(server);
  const stop = async () => {
    const ended = new Promise((done) => server.once('exit', done));
    server.kill('SIGTERM');
    await ended;
  };
  return { ...start, stop };
}

/** Copies the sample database into a folder; its new path. */
export function copy_sample(sample: string, folder: string): string {
  const database = join(folder, 'sample.db');
  // The key of what is encrypted lies beside the database.
  for (const end of ['', '.key']) copyFileSync(sample + end, database + end);
  return database;
}

/** A server of one's own on a copy of the sample database, in a folder that goes with it. */
export async function start_on_copy(sample: string): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'clearway-e2e-'));
  const server = await start_server(copy_sample(sample, folder), false);
  const stop = async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { ...server, stop };
}

export default async function setup(project: TestProject) {
  for (const [path, fix] of [
    [program, 'cmake --preset release && ninja -C build/release clearway'],
    [join(web, 'index.html'), 'npm --prefix web run build'],
  ] as const) {
    if (!existsSync(path)) throw new Error(`${path} is missing; build it first: ${fix}`);
  }
  const pictures = process.env.CLEARWAY_PICTURES;
  if (pictures) mkdirSync(pictures, { recursive: true });
  const folder = mkdtempSync(join(tmpdir(), 'clearway-e2e-'));
  const sample = join(folder, 'sample.db');
  const server = await start_server(sample, true);
  await server.stop(); // the database is one file again
  project.provide('sample', sample);
  project.provide('passwords', server.passwords);
  return () => rmSync(folder, { recursive: true, force: true });
}
