import type { Database, DatabaseTransaction } from '@/lib/server/db/prisma'

export interface MovedNode {
  readonly node: string
  readonly x: number
  readonly y: number
}

export interface StoredPosition extends MovedNode {
  readonly movedBy: string
  readonly movedAtMs: number
}

type Access = Database | DatabaseTransaction

export async function listPositions(access: Access, view: string): Promise<readonly StoredPosition[]> {
  const rows = await access.layoutPosition.findMany({ where: { view }, orderBy: { nodeSlug: 'asc' } })
  return rows.map(({ nodeSlug, x, y, movedBy, movedAt }) => ({
    node: nodeSlug,
    x,
    y,
    movedBy,
    movedAtMs: movedAt.getTime(),
  }))
}

/** Replaces the positions of these nodes and of no others: two people may move different nodes at once. */
export async function savePositions(
  transaction: DatabaseTransaction,
  view: string,
  moved: readonly MovedNode[],
  by: { readonly movedBy: string; readonly movedAt: Date },
): Promise<void> {
  await releasePositions(
    transaction,
    view,
    moved.map(({ node }) => node),
  )
  await transaction.layoutPosition.createMany({
    data: moved.map(({ node, x, y }) => ({ view, nodeSlug: node, x, y, ...by })),
    skipDuplicates: true,
  })
}

export async function releasePositions(
  transaction: DatabaseTransaction,
  view: string,
  nodes: 'all' | readonly string[],
): Promise<void> {
  const where = nodes === 'all' ? { view } : { view, nodeSlug: { in: [...nodes] } }
  await transaction.layoutPosition.deleteMany({ where })
}
