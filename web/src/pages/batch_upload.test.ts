import { describe, expect, it } from 'vitest';
import { answers_of, parts_of } from './batch_upload';
import { places_of } from './batch';

async function parts(text: string, size: number) {
  const found: { text: string; lines: number; end: number }[] = [];
  for await (const { bytes, lines, end } of parts_of(new Blob([text]), size)) found.push({ text: new TextDecoder().decode(bytes), lines, end });
  return found;
}

describe('a file in parts', () => {
  it('is cut at line ends only, and nothing is lost', async () => {
    const text = '{"a":1}\n{"b":"가나다"}\n{"c":3}';
    for (const size of [1, 3, 8, 9, 1000]) {
      const found = await parts(text, size);
      expect(found.map((part) => part.text).join('')).toBe(text);
      expect(found.reduce((sum, part) => sum + part.lines, 0)).toBe(3);
      for (const part of found.slice(0, -1)) expect(part.text.endsWith('\n')).toBe(true);
    }
  });
  it('of nothing has no part', async () => {
    expect(await parts('', 10)).toEqual([]);
  });
});

describe('answers', () => {
  it('are read wherever the stream was cut', async () => {
    const bytes = new TextEncoder().encode('{"row":1,"declaration_id":"가"}\n{"row":2,"declaration_id":null}\n');
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const byte of bytes) controller.enqueue(new Uint8Array([byte]));
        controller.close();
      },
    });
    const rows = [];
    for await (const answer of answers_of(stream)) rows.push(answer);
    expect(rows).toEqual([
      { row: 1, declaration_id: '가' },
      { row: 2, declaration_id: null },
    ]);
  });
  it('name every place that is wrong, or at least the problem itself', () => {
    const problem = { type: 'x', title: 'T', status: 422, code: 'c' };
    expect(places_of(problem)).toEqual([{ field: '', value: '', cause: 'T', fix: '' }]);
    expect(places_of({ ...problem, rejects: [{ field: 'f', cause: 'c', fix: 'x' }] })).toEqual([{ field: 'f', value: '', cause: 'c', fix: 'x' }]);
  });
});
