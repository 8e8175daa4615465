import {
  applyInventoryEndpoint,
  exportInventoryEndpoint,
  getInventoryEndpoint,
  listRevisionsEndpoint,
  planInventoryEndpoint,
} from '@/lib/core/api/inventory'
import { applyInventory } from '@/lib/server/services/inventory/apply-inventory'
import { exportInventory } from '@/lib/server/services/inventory/export-inventory'
import { getInventory } from '@/lib/server/services/inventory/get-inventory'
import { listInventoryRevisions } from '@/lib/server/services/inventory/list-revisions'
import { planInventoryText } from '@/lib/server/services/inventory/plan-inventory'
import { toPlanWire } from '@/lib/server/services/inventory/plan-wire'
import { defineRawRoute, defineRoute } from '../define-route'

/** What the parser takes, as the characters of a JSON string. */
const options = { maxBodyBytes: 6_000_000 }

export const inventoryRoutes = [
  defineRoute(getInventoryEndpoint, async ({ context, query }) => {
    const { appliedAt, ...stored } = await getInventory(context, query.revision)
    return { ...stored, appliedAt: appliedAt.toISOString() }
  }),
  defineRawRoute(exportInventoryEndpoint, async ({ context, query }) => {
    const { revision, text } = await exportInventory(context, query.revision)
    const disposition = `attachment; filename="inventory-${revision}.yaml"`
    return new Response(text, {
      headers: { 'content-type': 'application/yaml', 'content-disposition': disposition },
    })
  }),
  defineRoute(listRevisionsEndpoint, async ({ context, query }) => {
    const revisions = await listInventoryRevisions(context, query.limit)
    return { revisions: revisions.map((one) => ({ ...one, appliedAt: one.appliedAt.toISOString() })) }
  }),
  defineRoute(
    planInventoryEndpoint,
    async ({ context, body }) => {
      const { baseRevision, plan } = await planInventoryText(context, body)
      return { baseRevision, plan: toPlanWire(plan) }
    },
    options,
  ),
  defineRoute(
    applyInventoryEndpoint,
    async ({ context, body }) => {
      const { baseRevision, ...input } = body
      const base = baseRevision === undefined ? {} : { baseRevision }
      const { revision, isChanged, plan } = await applyInventory(context, { ...input, ...base })
      return { revision, isChanged, plan: toPlanWire(plan) }
    },
    options,
  ),
]
