import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { endGroup, groupMembers } from '@/lab/supervisor/process-group'
import { readProcessStat } from '@/lab/supervisor/process-stat'

/** Starts two children, and another for each that it loses, as servers with workers do. */
const KEEPER = 'sleep 300 & sleep 300 & echo ready; while true; do wait -n; sleep 300 & done'

test('ends a server that starts a new worker for each that it loses, and every worker of it', async () => {
  const child = spawn('bash', ['-c', KEEPER], { detached: true, stdio: ['ignore', 'pipe', 'ignore'] })
  await once(child.stdout, 'data')
  const stat = readProcessStat(child.pid ?? 0)
  if (!stat) throw new Error('it did not start')
  expect(groupMembers(stat).length).toBeGreaterThanOrEqual(3)
  endGroup(stat)
  await expect.poll(() => groupMembers(stat)).toEqual([])
})
