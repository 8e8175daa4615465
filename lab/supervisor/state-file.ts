import { renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { readOptionalFile } from '@/lab/tls/owned-file'

const processSchema = z.object({
  node: z.string(),
  pid: z.int().positive(),
  address: z.string(),
  /** The first port it really listens on; 0 for a node that listens nowhere. */
  port: z.int().nonnegative(),
  startTicks: z.int().nonnegative(),
})

const stateSchema = z.object({
  processes: z.array(processSchema),
  /** What runs beside nodes and is none. */
  companions: z.array(processSchema).default([]),
  unavailable: z.array(z.object({ node: z.string(), reason: z.string() })),
})

export type LabState = z.infer<typeof stateSchema>

/** What runs, for the console and for the next `up`. Written whole, for its owner alone. */
export function writeLabState(labFolder: string, state: LabState): void {
  const path = join(labFolder, 'state.json')
  writeFileSync(`${path}.draft`, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 })
  renameSync(`${path}.draft`, path)
}

export async function readLabState(labFolder: string): Promise<LabState> {
  const text = await readOptionalFile(join(labFolder, 'state.json'))
  return text ? stateSchema.parse(JSON.parse(text)) : { processes: [], companions: [], unavailable: [] }
}
