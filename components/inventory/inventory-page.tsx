'use client'

import { useQuery } from '@tanstack/react-query'
import { endpointUrl } from '@/lib/client/api-client'
import { useMay } from '@/lib/client/person'
import { apiQuery } from '@/lib/client/queries/api-query'
import { counted } from '@/lib/client/time/duration-words'
import { exportInventoryEndpoint, getInventoryEndpoint } from '@/lib/core/api/inventory'
import { buttonClass } from '../ui/button'
import { Moment } from '../ui/moment'
import { Page, Section } from '../ui/page'
import { FailureMessage, Skeleton, StateMessage } from '../ui/state-message'
import { ApplySection } from './apply-section'
import { DeclaredNodes } from './declared-nodes'
import { RevisionList } from './revision-list'

/** What is declared: the revision in force, its nodes, those before it, and the way to the next. */
export function InventoryPage() {
  const inventory = useQuery(apiQuery(getInventoryEndpoint, {}))
  const mayApply = useMay('admin')
  const now = inventory.data
  return (
    <Page
      title="Inventory"
      summary={
        now ? (
          <>
            {now.inventory.estate.name}, revision {now.revision} by {now.actor}, <Moment at={now.appliedAt} />
          </>
        ) : (
          'The declared estate: what should be there. What is there, the probes tell.'
        )
      }
      actions={
        now ? (
          <a className={buttonClass('ghost')} href={endpointUrl(exportInventoryEndpoint)} download>
            Export as YAML
          </a>
        ) : null
      }
    >
      {now ? (
        <Section title="Declared nodes" note={declaredWords(now.inventory)}>
          <DeclaredNodes nodes={now.inventory.nodes} />
        </Section>
      ) : inventory.error ? (
        <NoInventory error={inventory.error} onRetry={() => void inventory.refetch()} />
      ) : (
        <Skeleton label="the inventory" rows={8} />
      )}
      {mayApply ? <ApplySection /> : null}
      <RevisionList />
    </Page>
  )
}

function declaredWords({
  nodes,
  links,
  ports,
}: {
  nodes: unknown[]
  links: unknown[]
  ports: unknown[]
}): string {
  return `${counted(nodes.length, 'node')}, ${counted(links.length, 'link')}, ${counted(ports.length, 'port')}`
}

function NoInventory({ error, onRetry }: { readonly error: Error; onRetry(): void }) {
  const isEmpty = 'status' in error && error.status === 404
  if (!isEmpty) return <FailureMessage what="The inventory" error={error} onRetry={onRetry} />
  return (
    <StateMessage title="No inventory is in force">
      <p>Put one in force here, or from a file:</p>
      <pre>npm run inventory -- apply inventory/askproai.yaml</pre>
    </StateMessage>
  )
}
