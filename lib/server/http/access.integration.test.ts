import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { type Role, roleIncludes, roles } from '@/lib/core/auth/role'
import { hashPassword } from '@/lib/server/auth/password-hash'
import { insertUser } from '@/lib/server/repositories/user.repository'
import { applyInventory } from '@/lib/server/services/inventory/apply-inventory'
import { createTestApi, type TestApi } from '@/lib/testing/api'
import { makeInventory } from '@/lib/testing/inventory-factory'
import { openApiDocument } from './openapi'

/** Who may call what, decided here and compared with what the program says and does. */
const matrix: Readonly<Record<string, Role>> = {
  getTopology: 'auditor',
  getWhatIf: 'auditor',
  getSinglePointsOfFailure: 'auditor',
  getNode: 'auditor',
  getNodeHistory: 'auditor',
  acknowledgeNode: 'operator',
  getPorts: 'auditor',
  getPortHistory: 'auditor',
  listPortScans: 'auditor',
  diffPortScans: 'auditor',
  exportPorts: 'auditor',
  getDns: 'auditor',
  exportZone: 'auditor',
  getTls: 'auditor',
  getTraffic: 'auditor',
  getAlerts: 'auditor',
  listFlows: 'auditor',
  getFlow: 'auditor',
  streamEvents: 'auditor',
  listFindings: 'auditor',
  listFindingRules: 'auditor',
  readFinding: 'auditor',
  acknowledgeFinding: 'operator',
  waiveFinding: 'commander',
  reopenFinding: 'operator',
  getInventory: 'auditor',
  exportInventory: 'auditor',
  listInventoryRevisions: 'auditor',
  planInventory: 'admin',
  applyInventory: 'admin',
  listImportKinds: 'auditor',
  listImports: 'auditor',
  getImportedFile: 'auditor',
  previewImport: 'operator',
  applyImport: 'operator',
  listMaintenance: 'auditor',
  planMaintenance: 'operator',
  endMaintenance: 'operator',
  getLayout: 'auditor',
  putLayout: 'operator',
  listRunbooks: 'auditor',
  readRunbook: 'auditor',
  askEvaluation: 'operator',
  startRun: 'operator',
  readRunSchedule: 'auditor',
  setRunSchedule: 'commander',
  endRunSchedule: 'commander',
  listRuns: 'auditor',
  readRun: 'auditor',
  readRunReport: 'auditor',
  downloadRunReportPdf: 'auditor',
  executeStep: 'operator',
  approveStep: 'commander',
  confirmStep: 'operator',
  retryStep: 'operator',
  skipStep: 'commander',
  undoStep: 'operator',
  pauseRun: 'commander',
  resumeRun: 'commander',
  abortRun: 'commander',
  handOverRun: 'commander',
  commentOnRun: 'operator',
  beHereAtRun: 'auditor',
  listAudit: 'auditor',
  readAuditCheckpoint: 'auditor',
  readAuditProof: 'auditor',
  readAuditConsistency: 'auditor',
  exportAudit: 'auditor',
  getMe: 'auditor',
  changeOwnPassword: 'auditor',
  listUsers: 'admin',
  createUser: 'admin',
  changeUser: 'admin',
  resetPassword: 'admin',
  listTokens: 'auditor',
  createToken: 'auditor',
  revokeToken: 'auditor',
}

interface Operation {
  readonly id: string
  readonly method: string
  readonly path: string
  readonly role: unknown
}

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>
}

/** The document is made as plain JSON; here it is read as any reader of it would. */
function operations(): readonly Operation[] {
  const { paths } = JSON.parse(JSON.stringify(openApiDocument())) as OpenApi
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      id: String(operation.operationId),
      method: method.toUpperCase(),
      path,
      role: operation['x-role'],
    })),
  )
}

const nobody = '00000000-0000-4000-8000-000000000000'
const text = stringify(makeInventory())
const tomorrow = () => new Date(Date.now() + 86_400_000).toISOString()

/** Bodies that are well formed, so that what refuses them is the role. */
const bodies: Readonly<Record<string, () => unknown>> = {
  acknowledgeNode: () => ({ note: 'on it' }),
  acknowledgeFinding: () => ({ note: 'on it' }),
  waiveFinding: () => ({ until: tomorrow(), owner: 'anna', reason: 'until the move' }),
  reopenFinding: () => ({ note: 'not after all' }),
  planInventory: () => ({ text }),
  applyInventory: () => ({ text, message: 'again' }),
  planMaintenance: () => ({ node: 'web', endsAt: tomorrow(), reason: 'new disk' }),
  putLayout: () => ({ moved: [] }),
  changeOwnPassword: () => ({ currentPassword: 'not mine', newPassword: 'long enough to be one' }),
  createUser: () => ({ email: `${crypto.randomUUID()}@test.example`, name: 'New', role: 'auditor' }),
  changeUser: () => ({ name: 'Renamed' }),
  startRun: () => ({ mode: 'drill', reason: 'to see' }),
  setRunSchedule: () => ({ mode: 'rehearsal', everyHours: 24 }),
  executeStep: () => ({}),
  approveStep: () => ({}),
  confirmStep: () => ({}),
  retryStep: () => ({}),
  skipStep: () => ({ reason: 'not needed' }),
  undoStep: () => ({ reason: 'it made it worse' }),
  pauseRun: () => ({ reason: 'wait' }),
  resumeRun: () => ({ reason: 'go on' }),
  abortRun: () => ({ reason: 'wrong one' }),
  handOverRun: () => ({ to: 'commander@test.example', reason: 'my shift ends' }),
  commentOnRun: () => ({ text: 'seen' }),
  createToken: () => ({ name: 'mine', role: 'auditor', expiresInDays: 1 }),
}

let api: TestApi
let stranger: string

beforeAll(async () => {
  api = await createTestApi()
  await applyInventory(api.contextOf(api.people.admin), { text, file: 'test.yaml', message: 'first' })
  const passwordHash = await hashPassword('whatever it is')
  const person = { email: 'x@test.example', name: 'X', role: 'auditor', mustChangePassword: false } as const
  stranger = (await insertUser(api.runtime.database, { ...person, passwordHash })).id
})
afterAll(() => api.close())

const queries: Readonly<Record<string, string>> = {
  applyImport: '?plan=none',
  getWhatIf: '?fail=web',
  readAuditProof: '?seq=1',
  readAuditConsistency: '?from=1',
}

function addressOf({ id, path }: Operation): string {
  const known: Record<string, string> = { slug: 'web', view: 'none' }
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => known[name] ?? idFor(id))
  return `${filled}${queries[id] ?? ''}`
}

function idFor(operation: string): string {
  return ['changeUser', 'resetPassword'].includes(operation) ? stranger : nobody
}

async function statusFor(operation: Operation, as?: Role): Promise<number> {
  const body = bodies[operation.id]?.()
  const person = as === undefined ? undefined : api.people[as]
  const response = await api.call(operation.method, addressOf(operation), { as: person, body })
  await response.body?.cancel()
  return response.status
}

test('every route is in the matrix, and nothing else is', () => {
  const found = operations().map(({ id }) => id)
  expect([...found].sort()).toEqual(Object.keys(matrix).sort())
  expect(new Set(found).size).toBe(found.length)
})

describe.each(operations())('$method $path', (operation) => {
  const needed = matrix[operation.id] ?? 'admin'

  test('says which role it needs', () => {
    expect(operation.role).toBe(needed)
  })

  test('answers 401 to whoever did not sign in', async () => {
    expect(await statusFor(operation)).toBe(401)
  })

  test.each(roles)('lets %s in or keeps them out as decided', async (role) => {
    const status = await statusFor(operation, role)
    if (roleIncludes(role, needed)) expect([401, 403, 405, 500, 503]).not.toContain(status)
    else expect(status).toBe(403)
  })
})
