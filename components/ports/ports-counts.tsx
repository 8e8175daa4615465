import { type PortVerdict, portVerdicts } from '@/lib/core/ports/port-verdict'
import { VerdictSign } from '../verdict/verdict-mark'
import { verdictTones, verdictWords } from './port-words'
import styles from './ports.module.css'

interface PortsCountsProps {
  readonly counts: Readonly<Partial<Record<PortVerdict, number>>>
  readonly chosen: PortVerdict | null
  onChoose(verdict: PortVerdict | null): void
}

/** How many ports have which verdict; each is also the filter for it. */
export function PortsCounts({ counts, chosen, onChoose }: PortsCountsProps) {
  const shown = portVerdicts.filter((verdict) => (counts[verdict] ?? 0) > 0 || verdict === 'undeclared-open')
  return (
    <fieldset className={styles.counts}>
      <legend className="visually-hidden">Verdicts</legend>
      {shown.toReversed().map((verdict) => (
        <button
          key={verdict}
          type="button"
          className={styles.count}
          aria-pressed={chosen === verdict}
          onClick={() => onChoose(chosen === verdict ? null : verdict)}
        >
          <VerdictSign tone={verdictTones[verdict]} />
          <strong>{counts[verdict] ?? 0}</strong> {verdictWords[verdict].toLowerCase()}
        </button>
      ))}
    </fieldset>
  )
}
