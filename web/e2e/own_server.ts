// Before each file of tests: a server of its own, so that no file sees what another has changed and two may run at a time.
import { afterAll, beforeAll, inject } from 'vitest';
import { use_origin } from './browser';
import { start_on_copy, type Server } from './server';

let server: Server | undefined;
beforeAll(async () => {
  server = await start_on_copy(inject('sample'));
  use_origin(server.origin);
});
afterAll(() => server?.stop());
