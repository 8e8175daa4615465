'use client'

import type { InventoryNode } from '@/lib/core/inventory/node'
import { kindWords } from '../topology/node-kind'
import { NodeLink } from '../topology/node-link'
import { TextField } from '../ui/field'
import { OptionalCell, Table } from '../ui/table'
import { useTyped } from '../ui/use-address'
import styles from './inventory.module.css'

/** The nodes as declared, with how each is observed and where the specification names it. */
export function DeclaredNodes({ nodes }: { readonly nodes: readonly InventoryNode[] }) {
  const [search, setSearch] = useTyped('find')
  const wanted = search.trim().toLowerCase()
  const shown = nodes.filter((node) => textOf(node).includes(wanted))
  return (
    <>
      <div className={styles.search}>
        <TextField
          label="Find in the inventory"
          type="search"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      </div>
      <Table
        label="Declared nodes"
        isScrolling
        columns={[
          'Node',
          'Kind',
          'Zone',
          'Region',
          'Group',
          'Address',
          'Observed by',
          'In the specification',
        ]}
      >
        {shown.map((node) => (
          <tr key={node.slug}>
            <th scope="row">
              <NodeLink slug={node.slug} />
            </th>
            <td>{kindWords[node.kind]}</td>
            <OptionalCell>{node.zone}</OptionalCell>
            <OptionalCell>{node.region}</OptionalCell>
            <OptionalCell>{node.group}</OptionalCell>
            <OptionalCell>{node.address ? <code>{node.address}</code> : null}</OptionalCell>
            <td>{observedBy(node)}</td>
            <td>{node.specifiedIn.join(', ')}</td>
          </tr>
        ))}
      </Table>
      {shown.length === 0 ? <p>No node matches.</p> : null}
    </>
  )
}

function observedBy(node: InventoryNode): string {
  if (node.lifecycle === 'planned') return 'planned'
  if (node.probes.length === 0) return node.unobserved ?? 'nobody'
  return node.probes.map((probe) => probe.kind).join(', ')
}

function textOf(node: InventoryNode): string {
  const parts = [node.name, node.slug, node.role, kindWords[node.kind], node.zone, node.region, node.address]
  return parts.filter(Boolean).join(' ').toLowerCase()
}
