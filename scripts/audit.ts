/** `npm run audit -- verify FILE [--key KEY] [--checkpoint FILE]…`: checks an exported audit log, offline. */
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { verifyAudit } from '@/lib/server/audit/verify-audit'

const usage = `usage: npm run audit -- verify FILE [--key VERIFIER-KEY] [--checkpoint FILE]…

  FILE           an export: GET /api/v1/audit/export
  --key          the verifier key that you trust; without it, the export's own
  --checkpoint   a checkpoint that you kept: it shows what was cut off or changed since

exit code: 0 all of it holds, 1 something does not, 2 wrong usage`

const options = { key: { type: 'string' }, checkpoint: { type: 'string', multiple: true } } as const
const { values, positionals } = parseArgs({ allowPositionals: true, options })
const [command, file, ...rest] = positionals
if (command !== 'verify' || file === undefined || rest.length > 0) {
  console.error(usage)
  process.exit(2)
}
const result = verifyAudit({
  text: readFileSync(file, 'utf8'),
  key: values.key,
  heldNotes: (values.checkpoint ?? []).map((path) => readFileSync(path, 'utf8')),
})
console.log(
  `${result.entries} entries, ${result.checkpoints} checkpoints, ${result.unsigned} entries not signed yet`,
)
if (values.key === undefined)
  console.log('The keys of the export vouch for themselves: give --key to trust your own.')
for (const fault of result.faults) console.error(`does not hold: ${fault}`)
console.log(result.faults.length === 0 ? 'All of it holds.' : 'Not all of it holds.')
process.exitCode = result.faults.length === 0 ? 0 : 1
