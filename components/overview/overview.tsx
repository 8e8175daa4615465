'use client'

import { useObserved, useStructure } from '@/lib/client/live/live-context'
import { Page, Section } from '../ui/page'
import { Skeleton, StateMessage } from '../ui/state-message'
import { EstateGlance } from './estate-glance'
import { headline } from './headline'
import { Needs } from './needs'
import styles from './overview.module.css'
import { RecentChanges } from './recent-changes'

/** The first page: what needs a person now, then the estate at a glance and what has changed. */
export function Overview() {
  const structure = useStructure()
  const observed = useObserved()
  if (structure === null) {
    return (
      <div className={styles.waiting}>
        <Skeleton label="the estate" rows={6} />
      </div>
    )
  }
  if (structure.nodes.length === 0) {
    return (
      <div className={styles.waiting}>
        <StateMessage title="No inventory is in force">
          <p>Declare the estate in a file, then put it in force:</p>
          <pre>npm run inventory -- apply inventory/askproai.yaml</pre>
        </StateMessage>
      </div>
    )
  }
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
