import { SeverityBars } from '../../findings/severity-mark'
import { useHasLookedForFindings } from '../../findings/use-findings-about'
import { HealthMark } from '../../health/health-mark'
import type { ViewGraph } from '../graph/view-graph'
import { linkKindWords } from '../link-words'
import { LineSample } from '../map/line-sample'
import styles from './topology-page.module.css'

const shown = ['healthy', 'degraded', 'down', 'unknown', 'maintenance', 'planned'] as const

/** The signs of this view: every health, and the kinds of links that it draws. */
export function Legend({ graph }: { readonly graph: ViewGraph }) {
  const hasLooked = useHasLookedForFindings()
  const kinds = [...new Set(graph.links.map((link) => link.kind))]
  return (
    <ul className={styles.legend} aria-label="Legend">
      {shown.map((status) => (
        <li key={status}>
          <HealthMark status={status} />
        </li>
      ))}
      <li>
        <LineSample kind="impact" /> Impacted by another
      </li>
      <li>
        <SeverityBars severity="high" />{' '}
        {hasLooked === false ? 'Findings: nobody has looked yet' : 'Open findings, worst'}
      </li>
      {kinds.map((kind) => (
        <li key={kind}>
          <LineSample kind={kind} /> {linkKindWords[kind]}
        </li>
      ))}
    </ul>
  )
}
