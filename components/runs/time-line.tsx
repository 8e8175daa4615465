'use client'

import { counted } from '@/lib/client/time/duration-words'
import type { RunWire, TimelineEntryWire } from '@/lib/core/api/runs'
import { Moment } from '../ui/moment'
import styles from './run-aside.module.css'
import { type TimeLineItem, timeLineGroups } from './time-line-groups'

/** Everything that has happened, the newest first: when, who, what, and what came out. */
export function TimeLine({ run }: { readonly run: RunWire }) {
  return (
    <section className={styles.part} aria-label="Time line">
      <h3>Time line</h3>
      {timeLineGroups(run).map((group) => (
        <div key={group.key} className={styles.group}>
          {group.title === null ? null : <h4>{group.title}</h4>}
          <ol>
            {group.entries.map((item) => (
              <Item key={item.kind === 'entry' ? item.entry.id : item.id} item={item} />
            ))}
          </ol>
        </div>
      ))}
    </section>
  )
}

function Item({ item }: { readonly item: TimeLineItem }) {
  if (item.kind === 'entry') return <Entry entry={item.entry} />
  return (
    <li>
      <details>
        <summary>{counted(item.lines.length, 'line')} of output</summary>
        <ol>
          {item.lines.map((entry) => (
            <Entry key={entry.id} entry={entry} />
          ))}
        </ol>
      </details>
    </li>
  )
}

function Entry({ entry }: { readonly entry: TimelineEntryWire }) {
  return (
    <li className={entry.kind === 'comment' ? styles.comment : ''}>
      <small>
        <Moment at={entry.at} form="clock" /> {entry.actor}
      </small>
      <span className={entry.kind === 'note' ? styles.output : ''}>{entry.text}</span>
    </li>
  )
}
