// Rules take time and chance as arguments: refuses clocks, random numbers, the environment, databases and sockets in
// the folders that decide.
import { readFileSync, readdirSync, existsSync } from 'node:fs';
import { join } from 'node:path';

const deciding = [
  'base',
  'law',
  'accrual',
  'debt',
  'correction',
  'tariff',
  'assessment',
  'detection',
  'notice',
  'declaration',
  'clearance',
  'risk',
  'model',
  'likelihood',
  'screening',
  'sample',
  'document',
  'watch',
  'ledger',
  'payment',
  'arrears',
  'enforcement',
  'plan',
  'ruling',
  'campaign',
  'programme',
  'home',
  'seizure',
];
const forbidden = [
  [/\b(system_clock|steady_clock|high_resolution_clock|utc_clock)\b/, 'reads a clock; take the time as an argument'],
  [/\b(std::time|::time|gettimeofday|clock_gettime|localtime|gmtime)\s*\(/, 'reads a clock; take the time as an argument'],
  [/\b(random_device|std::rand|srand|arc4random|randombytes_\w+|getrandom)\b/, 'draws chance; take it as an argument'],
  [/\b(getenv|secure_getenv)\s*\(/, 'reads the environment; take the value as an argument'],
  [/#\s*include\s+[<"](sqlite3\.h|libpq-fe\.h|boost\/(asio|beast)|sys\/socket\.h|db\/|http\/)/, 'reaches a database or the network'],
];

let bad = 0;
let files = 0;
for (const folder of deciding.filter((name) => existsSync(join('src', name)))) {
  for (const name of readdirSync(join('src', folder))) {
    if (!/\.(cpp|h)$/.test(name) || name.endsWith('_test.cpp')) continue;
    files++;
    const path = join('src', folder, name);
    readFileSync(path, 'utf8').split('\n').forEach((line, index) => {
      const code = line.replace(/\/\/.*$/, '');
      for (const [pattern, why] of forbidden) {
        if (!pattern.test(code)) continue;
        console.error(`${path}:${index + 1}: ${why}: ${line.trim()}`);
        bad++;
      }
    });
  }
}
console.log(`${files} files, ${bad} impure lines`);
process.exit(bad ? 1 : 0);
