import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Actor, type Role, roles } from '@/lib/core/auth/role'
import { systemClock } from '@/lib/core/time/clock'
import { generatePassword } from '@/lib/server/auth/generate-password'
import { dataFolder } from '@/lib/server/config/data-folder'
import { createDatabase, type Database } from '@/lib/server/db/prisma'
import { readOverlay } from '@/lib/server/inventory-files/overlay'
import { applyInventory } from '@/lib/server/services/inventory/apply-inventory'
import type { ServiceContext } from '@/lib/server/services/service-context'
import { createToken } from '@/lib/server/services/tokens/create'
import { changeOwnPassword } from '@/lib/server/services/users/change-own-password'
import { createUser } from '@/lib/server/services/users/create'
import { listUsers } from '@/lib/server/services/users/list'
import { resetPassword } from '@/lib/server/services/users/reset-password'

interface SignIns {
  readonly users: Record<Role, { readonly email: string; readonly password: string }>
  readonly tokens: Record<Role, string>
}

const system: Actor = { type: 'system', name: 'demo', role: 'admin' }

/** Four people, a token for each, and the inventory: all through the services that people use. */
export async function prepareDemo(databaseUrl: string, log: (line: string) => void): Promise<SignIns> {
  const database = createDatabase(databaseUrl, 4)
  try {
    log('Applying inventory/askproai.yaml …')
    const file = 'inventory/askproai.yaml'
    const overlayFile = join(dataFolder(), 'lab', 'overlay.json')
    const { portShift } = readOverlay(readFileSync(overlayFile, 'utf8'), overlayFile)
    const input = { text: readFileSync(file, 'utf8'), file, portShift, message: 'demo' }
    const { revision } = await applyInventory(contextOf(database, system), input)
    log(`Revision ${revision} of the inventory is in force`)
    const people = await Promise.all(
      roles.map(async (role) => [role, await makePerson(database, role)] as const),
    )
    const users = people.map(([role, person]) => [role, { email: person.email, password: person.password }])
    const tokens = people.map(([role, person]) => [role, person.token])
    return { users: Object.fromEntries(users), tokens: Object.fromEntries(tokens) }
  } finally {
    await database.$disconnect()
  }
}

async function makePerson(database: Database, role: Role) {
  const email = `${role}@askproai.example`
  const asSystem = contextOf(database, system)
  const known = (await listUsers(asSystem)).find((user) => user.email === email)
  const { user, password: first } = known
    ? await resetPassword(asSystem, { id: known.id })
    : await createUser(asSystem, { email, name: `${role[0]?.toUpperCase()}${role.slice(1)}`, role })
  const asPerson = contextOf(database, { type: 'user', id: user.id, email, role })
  const password = generatePassword()
  await changeOwnPassword(asPerson, { currentPassword: first, newPassword: password })
  const { secret } = await createToken(asPerson, { name: 'demo', role, expiresInDays: 30 })
  return { email, password, token: secret }
}

function contextOf(database: Database, actor: Actor): ServiceContext {
  return { actor, clock: systemClock, database, requestId: `demo-${randomUUID()}` }
}
