// Records of visits made on the device. They are encrypted under a key that never leaves this browser, and wait here until
// the server has them.
import type { Schemas } from '../../api/client';

export type RecordDraft = Schemas['FieldRecordDraft'];

/** A record that waits to be sent; its request id stays the same however often it is sent. */
export interface WaitingRecord {
  seizure_id: string;
  request_id: string;
  record: RecordDraft;
}

interface Sealed {
  record_id: string;
  seizure_id: string;
  nonce: Uint8Array<ArrayBuffer>;
  sealed: ArrayBuffer;
}

export async function seal(key: CryptoKey, waiting: WaitingRecord): Promise<Sealed> {
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const plain = new TextEncoder().encode(JSON.stringify(waiting));
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce }, key, plain);
  return { record_id: waiting.record.record_id, seizure_id: waiting.seizure_id, nonce, sealed };
}

export async function unseal(key: CryptoKey, one: Sealed): Promise<WaitingRecord> {
  const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: one.nonce }, key, one.sealed);
  return JSON.parse(new TextDecoder().decode(plain)) as WaitingRecord;
}

/** A key that can be used here but not read out. */
export function make_key(): Promise<CryptoKey> {
  return crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('indexedDB'));
  });
}

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open('clearway-visits', 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore('keys');
    request.result.createObjectStore('records', { keyPath: 'record_id' });
  };
  return done(request);
}

async function key_of(database: IDBDatabase): Promise<CryptoKey> {
  const known = (await done(database.transaction('keys').objectStore('keys').get('visits'))) as CryptoKey | undefined;
  if (known) return known;
  const made = await make_key();
  // Another tab may have been first; its key stays.
  const store = database.transaction('keys', 'readwrite').objectStore('keys');
  await done(store.add(made, 'visits')).catch(() => undefined);
  return (await done(database.transaction('keys').objectStore('keys').get('visits'))) as CryptoKey;
}

export async function keep(waiting: WaitingRecord): Promise<void> {
  const database = await open();
  const sealed = await seal(await key_of(database), waiting);
  await done(database.transaction('records', 'readwrite').objectStore('records').put(sealed));
  database.close();
}

export async function waiting_records(): Promise<WaitingRecord[]> {
  const database = await open();
  const key = await key_of(database);
  const all = (await done(database.transaction('records').objectStore('records').getAll())) as Sealed[];
  database.close();
  return Promise.all(all.map((one) => unseal(key, one)));
}

export async function forget(record_id: string): Promise<void> {
  const database = await open();
  await done(database.transaction('records', 'readwrite').objectStore('records').delete(record_id));
  database.close();
}
