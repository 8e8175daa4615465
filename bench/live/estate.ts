import type { Actor } from '@/lib/core/auth/role'
import { systemClock } from '@/lib/core/time/clock'
import { generatePassword } from '@/lib/server/auth/generate-password'
import { createDatabase } from '@/lib/server/db/prisma'
import { applyInventory } from '@/lib/server/services/inventory/apply-inventory'
import { createToken } from '@/lib/server/services/tokens/create'
import { changeOwnPassword } from '@/lib/server/services/users/change-own-password'
import { createUser } from '@/lib/server/services/users/create'

const actor: Actor = { type: 'system', name: 'bench', role: 'admin' }
const email = 'bench@askproai.example'

/** One person and an estate of TCP nodes whose first failed observation counts, so that only the way is timed. */
export async function prepareEstate(databaseUrl: string, ports: readonly number[]) {
  const database = createDatabase(databaseUrl, 2)
  try {
    const system = { actor, clock: systemClock, database, requestId: 'bench' }
    await applyInventory(system, {
      text: JSON.stringify(estateOf(ports)),
      file: 'bench.json',
      message: 'bench',
    })
    const made = await createUser(system, { email, name: 'Bench', role: 'admin' })
    const person = { type: 'user', id: made.user.id, email, role: 'admin' } as const
    const password = generatePassword()
    const asPerson = { ...system, actor: person }
    await changeOwnPassword(asPerson, { currentPassword: made.password, newPassword: password })
    const { secret } = await createToken(asPerson, { name: 'bench', role: 'auditor', expiresInDays: 1 })
    return { token: secret, email, password }
  } finally {
    await database.$disconnect()
  }
}

function estateOf(ports: readonly number[]) {
  const specifiedIn = ['bench']
  const policy = {
    intervalSeconds: 1,
    timeoutSeconds: 1,
    retrySeconds: 0.5,
    failureThreshold: 1,
    successThreshold: 1,
  }
  const nodes = ports.map((port, index) => ({
    slug: `target-${index + 1}`,
    name: `target-${index + 1}`,
    kind: 'application',
    zone: 'bench',
    specifiedIn,
    probes: [{ key: 'tcp', kind: 'tcp', settings: { host: '127.0.0.1', port }, policy }],
  }))
  const slugs = nodes.map((node) => node.slug)
  const links = slugs.slice(1).map((target, index) => ({
    id: `to-${target}`,
    source: slugs[Math.floor(index / 2)],
    target,
    kind: 'metrics',
    specifiedIn,
  }))
  const view = {
    slug: 'architecture',
    name: 'Architecture',
    question: 'What is there?',
    containers: 'none',
    nodes: 'all',
  }
  return {
    version: 1,
    estate: { slug: 'bench', name: 'bench', environment: 'bench' },
    zones: [{ slug: 'bench', name: 'Bench', specifiedIn }],
    regions: [],
    groups: [],
    nodes,
    links,
    views: [{ ...view, layoutLinks: ['metrics'], specifiedIn }],
  }
}
