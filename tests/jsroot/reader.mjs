// JSROOT at work, for test_jsroot.py: `node reader.mjs JOBS.json` does each job and prints the list of what came of them.
// A job is {"parse": file of JSON text} or {"open": ROOT file, "keys": [names of objects]}.
// Invariant: what JSROOT adds to objects (functions, typed arrays) is taken off, so that the result is plain JSON; numbers
// that JSON does not have are text.
import { readFileSync } from 'node:fs';
import { parse } from 'jsroot/core';
import { openFile } from 'jsroot/io';

// References are spelled as the place of the object they lead to, so that two trees compare whatever their origin.
function plain(value, path, seen) {
   if (typeof value === 'number' && !Number.isFinite(value))
      return String(value);
   if (value === null || typeof value !== 'object')
      return typeof value === 'function' ? undefined : value;
   if (Array.isArray(value) || ArrayBuffer.isView(value))
      return Array.from(value, (entry, i) => plain(entry, `${path}[${i}]`, seen) ?? null);
   if (seen.has(value))
      return `reference to ${seen.get(value)}`;
   seen.set(value, path);
   const members = {};
   for (const name of Object.keys(value)) {
      if (name.startsWith('$'))
         continue; // JSROOT's own
      const member = plain(value[name], `${path}.${name}`, seen);
      if (member !== undefined)
         members[name] = member;
   }
   return members;
}

async function done(job) {
   if (job.parse)
      return plain(parse(readFileSync(job.parse, 'utf8')), '$', new Map());
   const file = await openFile(`file://${job.open}`);
   const objects = {};
   for (const key of job.keys)
      objects[key] = plain(await file.readObject(key), '$', new Map());
   return objects;
}

const results = [];
for (const job of JSON.parse(readFileSync(process.argv[2], 'utf8')))
   results.push(await done(job));
process.stdout.write(JSON.stringify(results));
