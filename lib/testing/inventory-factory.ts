import { type Inventory, type InventoryInput, inventorySchema } from '@/lib/core/inventory/inventory'

type NodeInput = InventoryInput['nodes'][number]
type LinkInput = InventoryInput['links'][number]

/** A web server before a database, each observed; parts can be replaced. */
export function makeInventory(parts: Partial<InventoryInput> = {}): Inventory {
  return inventorySchema.parse({ ...smallEstate(), ...parts })
}

export function makeNode(slug: string, parts: Partial<NodeInput> = {}): NodeInput {
  const probes = [{ key: 'tcp', kind: 'tcp', settings: { host: '127.0.0.1', port: 80 } }]
  return { slug, name: slug, kind: 'web-server', probes, specifiedIn: ['Test'], ...parts }
}

export function makeLink(source: string, target: string, parts: Partial<LinkInput> = {}): LinkInput {
  return { id: `${source}-to-${target}`, source, target, kind: 'traffic', specifiedIn: ['Test'], ...parts }
}

function smallEstate(): InventoryInput {
  return {
    version: 1,
    estate: { slug: 'small', name: 'Small estate', environment: 'test' },
    zones: [{ slug: 'dmz', name: 'DMZ', specifiedIn: ['Test'] }],
    regions: [],
    groups: [],
    nodes: [makeNode('web', { zone: 'dmz' }), makeNode('database', { kind: 'database' })],
    links: [makeLink('web', 'database', { port: 3306 })],
    views: [],
  }
}
