import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { dataFolder } from '@/lib/server/config/data-folder'

const personSchema = z.object({ email: z.string(), password: z.string() })
const demoSchema = z.object({
  url: z.string(),
  users: z.object({
    admin: personSchema,
    commander: personSchema,
    operator: personSchema,
    auditor: personSchema,
  }),
  tokens: z.object({ admin: z.string(), commander: z.string(), operator: z.string(), auditor: z.string() }),
  lab: z.object({
    processes: z.array(
      z.object({ node: z.string(), pid: z.number(), address: z.string(), port: z.number() }),
    ),
  }),
})
export type Demo = z.infer<typeof demoSchema>

export function demoFile(): string {
  return process.env.SWITCHYARD_DEMO ?? join(dataFolder(), 'demo.json')
}

/** The running demo: address, sign-ins, tokens and the lab's processes. */
export function readDemo(): Demo {
  const file = demoFile()
  if (!existsSync(file))
    throw new Error(`No demo runs here (${file} is missing). Start it: npm run demo -- --detach`)
  return demoSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
}

const labStateSchema = z.object({ processes: demoSchema.shape.lab.shape.processes })

/** The lab's processes as they are now: a healed node has another pid. */
export function readLabProcesses(): Demo['lab']['processes'] {
  return labStateSchema.parse(JSON.parse(readFileSync(join(dataFolder(), 'lab', 'state.json'), 'utf8')))
    .processes
}
