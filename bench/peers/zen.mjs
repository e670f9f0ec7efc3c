// The peer of the group `screen`: @gorules/zen-engine on the stateless rules, at its best: decision content compiled
// beforehand, 256 evaluations in flight, no nodes in the context, and only the fields that the rules read handed over.
//   node zen.mjs ROWS.jsonl HITS.json [whole]
// prints {"rows", "seconds", "rules", "version"}; HITS.json: rule -> rows it held for. `whole`: all fields of a declaration
// are handed over, as its users do who do not know which of them the rules read.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { statelessRules } from './rules.mjs';

const require = createRequire(import.meta.url);
const { ZenEngine, ZenDecisionContent, overrideConfig } = require('@gorules/zen-engine');
const { version } = require('@gorules/zen-engine/package.json');
const [file, hitsFile, handedOver] = process.argv.slice(2);
const inFlight = 256;

const { ids, columns, numbers, content } = statelessRules(new URL('../..', import.meta.url).pathname);
overrideConfig({ nodesInContext: false });
const decision = new ZenEngine().createDecision(new ZenDecisionContent(content));
const prefixes = { hs2: 2, hs4: 4, hs6: 6 };
const plain = columns.filter((field) => !(field in prefixes));
const derived = columns.filter((field) => field in prefixes);

function contextOf(declaration, item) {
  const context = {};
  for (const field of plain) {
    const value = item?.[field] ?? declaration[field];
    context[field] = numbers.has(field) ? (typeof value === 'number' ? value : -1) : (value ?? '');
  }
  for (const field of derived) {
    context[field] = (item?.tariff_code ?? declaration.tariff_code ?? '').slice(0, prefixes[field]);
  }
  return context;
}

/** The rules that hold for a declaration: for any of its items. */
async function evaluate(line) {
  const declaration = JSON.parse(line);
  const items = declaration.items ?? [undefined];
  const hits = new Set();
  for (const item of items) {
    const read = contextOf(declaration, item);
    const context = handedOver === 'whole' ? { ...declaration, ...item, ...read } : read;
    const { result } = await decision.evaluate(context);
    for (const { hit } of result) hits.add(hit);
  }
  return hits;
}

async function run(lines, count) {
  let next = 0;
  const work = async () => {
    while (next < lines.length) for (const hit of await evaluate(lines[next++])) count[hit]++;
  };
  await Promise.all(Array.from({ length: inFlight }, work));
}

const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
const empty = () => Object.fromEntries(ids.map((id) => [id, 0]));
await run(lines.slice(0, 2000), empty()); // warm
const hits = empty();
const start = process.hrtime.bigint();
await run(lines, hits);
const seconds = Number(process.hrtime.bigint() - start) / 1e9;
writeFileSync(hitsFile, JSON.stringify(hits));
console.log(JSON.stringify({ rows: lines.length, seconds, rules: ids.length, version }));
process.exit(0);
