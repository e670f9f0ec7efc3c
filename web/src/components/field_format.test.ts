import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import en from '../messages/en.json';
import { describe_format } from './field_format';

describe('a format in words', () => {
  beforeAll(() => i18next.init({ lng: 'en', resources: { en: { translation: en } } }));
  it('says what to enter', () => {
    const t = i18next.t;
    expect(describe_format({ text: 'an..28', kind: 'text', min_length: 1, max_length: 28 }, t)).toBe('Up to 28 characters');
    expect(describe_format({ text: 'a2', kind: 'letters', min_length: 2, max_length: 2 }, t)).toBe('2 letters');
    expect(describe_format({ text: 'n5', kind: 'digits', min_length: 5, max_length: 5 }, t)).toBe('5 digits');
    expect(describe_format({ text: 'n..12,4', kind: 'number', digits: 12, decimals: 4 }, t)).toBe('Up to 8 digits, and up to 4 decimals');
    expect(describe_format({ text: 'n..12', kind: 'number', digits: 12, decimals: 0 }, t)).toBe('Whole number of up to 12 digits');
    expect(describe_format({ text: 'n8', kind: 'date' }, t)).toContain('20261123');
  });
});
