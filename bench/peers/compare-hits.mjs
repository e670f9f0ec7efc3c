// Compares the hits of the peer with the reasons of our decisions, rule by rule.
//   node compare-hits.mjs HITS.json DECISIONS.jsonl     exit 1 where one count differs
import { readFileSync } from 'node:fs';

const [hitsFile, decisionsFile] = process.argv.slice(2);
const theirs = JSON.parse(readFileSync(hitsFile, 'utf8'));
const ours = Object.fromEntries(Object.keys(theirs).map((id) => [id, 0]));
for (const line of readFileSync(decisionsFile, 'utf8').split('\n')) {
  if (!line) continue;
  for (const id of new Set(JSON.parse(line).reasons.map((reason) => reason.id))) if (id in ours) ours[id]++;
}
let different = 0;
let hits = 0;
for (const [id, count] of Object.entries(theirs)) {
  hits += count;
  if (ours[id] === count) continue;
  different++;
  console.error(`${id}: clearway ${ours[id]}, zen ${count}`);
}
console.log(`${hits} hits of ${Object.keys(theirs).length} rules, ${different} rules differ`);
process.exit(different ? 1 : 0);
