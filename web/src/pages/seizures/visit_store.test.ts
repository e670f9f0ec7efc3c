import { describe, expect, it } from 'vitest';
import { make_key, seal, unseal, type WaitingRecord } from './visit_store';

const waiting: WaitingRecord = {
  seizure_id: 'B1248100998.S-1',
  request_id: 'request-0001',
  record: { record_id: 'visit-0001', kind: 'visit', made_at: '2026-07-07T02:00:00.000000Z', outcome: 'met', signatures: [], place: 'Yesi-ro 12', text: 'pays on Friday' },
};

describe('a visit kept on the device', () => {
  it('comes back as it was, under the key of this browser alone', async () => {
    const key = await make_key();
    const sealed = await seal(key, waiting);
    expect(new TextDecoder().decode(sealed.sealed)).not.toContain('Friday');
    expect(await unseal(key, sealed)).toEqual(waiting);
    await expect(make_key().then((other) => unseal(other, sealed))).rejects.toThrow();
    expect((await seal(key, waiting)).nonce).not.toEqual(sealed.nonce);
  });
  it('has a key that cannot be read out', async () => {
    await expect(crypto.subtle.exportKey('raw', await make_key())).rejects.toThrow();
  });
});
