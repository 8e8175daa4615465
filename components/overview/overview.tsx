'use client'

import type { Structure } from '@/lib/client/live/estate'
import { useObserved } from '@/lib/client/live/live-context'
import { EstateGate } from '../estate/estate-gate'
import { Page, Section } from '../ui/page'
import { EstateGlance } from './estate-glance'
import { headline } from './headline'
import { Needs } from './needs'
import styles from './overview.module.css'
import { RecentChanges } from './recent-changes'

/** The first page: what needs a person now, then the estate at a glance and what has changed. */
export function Overview() {
  return <EstateGate>{(structure) => <EstateOverview structure={structure} />}</EstateGate>
}

function EstateOverview({ structure }: { readonly structure: Structure }) {
  const observed = useObserved()
  return (
    <Page
      title={headline(structure.nodes, observed)}
      summary={`${structure.estate.name} · ${structure.estate.environment} · inventory revision ${structure.revision}`}
    >
      <div className={styles.columns}>
        <div className={styles.main}>
          <Section title="What needs you now">
            <Needs structure={structure} />
          </Section>
          <EstateGlance structure={structure} />
        </div>
        <Section title="Recent changes">
          <RecentChanges structure={structure} />
        </Section>
      </div>
    </Page>
  )
}
