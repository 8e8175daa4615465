/** `npm run runbooks -- check | print`: the runbooks as code, and as paper. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { AppError } from '@/lib/core/errors/app-error'
import { dataFolder } from '@/lib/server/config/data-folder'
import { readInventoryFile } from '@/lib/server/inventory-files/read-inventory-file'
import { actionKinds } from '@/lib/server/runbooks/actions/registry'
import { checkKinds } from '@/lib/server/runbooks/checks/registry'
import { readRunbookFolder, runbookProblems } from '@/lib/server/runbooks-files/read-runbooks'
import { runbookFolder } from '@/lib/server/runbooks-files/shared-runbooks'
import { readInventoryText } from '@/lib/server/services/inventory/inventory-text'
import { formatError } from './inventory/format-error'
import { printRunbooks } from './runbooks/print'

const usage = `usage: npm run runbooks -- check [--inventory FILE]
       npm run runbooks -- print [--out FOLDER]

  check   read every runbook; nodes and connectors are looked up in the inventory
          (inventory/askproai.yaml by default)
  print   write one HTML file a runbook that needs neither server nor database
          (into .data/runbooks by default)

exit code: 0 all could be run, 1 something is wrong with one, 2 wrong usage`

const options = {
  inventory: { type: 'string', default: 'inventory/askproai.yaml' },
  out: { type: 'string', default: join(dataFolder(), 'runbooks') },
} as const
const { values, positionals } = parseArgs({ allowPositionals: true, options })
const [verb] = positionals
if (positionals.length !== 1 || (verb !== 'check' && verb !== 'print')) {
  console.error(usage)
  process.exit(2)
}
try {
  if (verb === 'check') check()
  else for (const file of printRunbooks(values.out, new Date())) console.log(file)
} catch (error) {
  if (!(error instanceof AppError)) throw error
  console.error(formatError(error))
  process.exitCode = 1
}

function check(): void {
  const files = readRunbookFolder(runbookFolder())
  const inventory = existsSync(values.inventory) ? knownIn(values.inventory) : {}
  const problems = runbookProblems(files, { actions: actionKinds, checks: checkKinds, ...inventory })
  if (problems.length > 0) throw new AppError('bad-input', 'Not every runbook could be run:', { problems })
  const runbooks = [...files.runbooks.values()]
  const steps = runbooks.reduce((sum, { runbook }) => sum + runbook.steps.length, 0)
  console.log(`${runbooks.length} runbooks with ${steps} steps are valid.`)
}

function knownIn(file: string) {
  const { nodes, connectors } = readInventoryText(readInventoryFile({ file }))
  const slugsOf = (things: readonly { readonly slug: string }[]) => new Set(things.map(({ slug }) => slug))
  return { inventory: { nodes: slugsOf(nodes), connectors: slugsOf(connectors) } }
}
