import { describe, expect, it } from 'vitest';
import en from './en.json';
import ko from './ko.json';
import { chosen_language } from './index';

type Tree = { [key: string]: string | Tree };

function flat(tree: Tree, prefix = ''): Map<string, string> {
  const all = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') all.set(prefix + key, value);
    else for (const [inner, text] of flat(value, `${prefix}${key}.`)) all.set(inner, text);
  }
  return all;
}

const places = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort();

describe('messages', () => {
  const korean = flat(ko);
  const english = flat(en);

  it('have the same keys in both languages', () => {
    expect([...english.keys()].sort()).toEqual([...korean.keys()].sort());
  });
  it('are never empty', () => {
    for (const [key, text] of [...korean, ...english]) expect(text.trim(), key).not.toBe('');
  });
  it('fill the same places', () => {
    for (const [key, text] of korean) expect(places(english.get(key) ?? ''), key).toEqual(places(text));
  });
  it('come in Korean unless English was asked for', () => {
    expect(chosen_language('', null)).toBe('ko');
    expect(chosen_language('?lang=en', 'ko')).toBe('en');
    expect(chosen_language('?lang=fr', 'en')).toBe('en');
    expect(chosen_language('?lang=fr', 'fr')).toBe('ko');
  });
});
