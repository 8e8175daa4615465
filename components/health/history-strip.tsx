'use client'

import { useQuery } from '@tanstack/react-query'
import { apiQuery } from '@/lib/client/queries/api-query'
import { spanWords } from '@/lib/client/time/duration-words'
import { getNodeHistory, type NodeHistory } from '@/lib/core/api/nodes'
import { healthWords } from '@/lib/core/health/health-word'
import { Moment } from '../ui/moment'
import { FailureMessage, Skeleton } from '../ui/state-message'
import { HealthMark } from './health-mark'
import styles from './history-strip.module.css'

const mostToldInWords = 5

/** The health of a node over a day: a strip for the eye, and the same in words. */
export function HistoryStrip({ slug }: { readonly slug: string }) {
  const history = useQuery({
    ...apiQuery(getNodeHistory, { params: { slug }, query: { hours: 24 } }),
    refetchInterval: 60_000,
  })
  if (history.data) return <Strip history={history.data} />
  if (history.error) {
    return <FailureMessage what="The history" error={history.error} onRetry={() => void history.refetch()} />
  }
  return <Skeleton label="the history" rows={1} />
}

type Segment = NodeHistory['segments'][number]

function Strip({ history }: { readonly history: NodeHistory }) {
  const bad = history.segments.filter(({ status }) => status !== 'healthy')
  return (
    <>
      <div className={styles.strip} role="img" aria-label={shareWords(history)}>
        {history.segments.map((segment) => (
          <i
            key={segment.from}
            className={styles[segment.status]}
            style={{ flexGrow: lengthMs(segment) }}
            title={`${healthWords[segment.status]} for ${spanWords(lengthMs(segment))}: ${segment.reason}`}
          />
        ))}
      </div>
      <div className={styles.axis}>
        <Moment at={history.from} />
        <span>now</span>
      </div>
      <p>{shareWords(history)}</p>
      <ul className={styles.words}>
        {bad
          .slice(-mostToldInWords)
          .reverse()
          .map((segment) => (
            <li key={segment.from}>
              <HealthMark status={segment.status}>
                {healthWords[segment.status]} for {spanWords(lengthMs(segment))}
              </HealthMark>
              <small>
                from <Moment at={segment.from} />
                {segment.reason ? `: ${segment.reason}` : ''}
              </small>
            </li>
          ))}
      </ul>
      {bad.length > mostToldInWords ? <p>and {bad.length - mostToldInWords} before that</p> : null}
    </>
  )
}

function lengthMs({ from, to }: Segment): number {
  return Date.parse(to) - Date.parse(from)
}

/** `98.2 % healthy, 1.8 % down`: what does not occur is left out, what rounds to nothing is told as less. */
function shareWords({ shares }: NodeHistory): string {
  return (['healthy', 'degraded', 'down', 'unknown', 'maintenance'] as const)
    .flatMap((status) => {
      const percent = (shares[status] ?? 0) * 100
      return percent > 0 ? [`${percentWords(percent)} ${status}`] : []
    })
    .join(', ')
}

function percentWords(percent: number): string {
  if (percent < 0.1) return 'less than 0.1 %'
  if (percent > 99.9 && percent < 100) return 'more than 99.9 %'
  return `${Math.round(percent * 10) / 10} %`
}
