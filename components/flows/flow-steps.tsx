'use client'

import type { FlowMessage, FlowStep, Participant } from '@/lib/core/inventory/flow'
import { Table } from '../ui/table'
import { flowRows } from './flow-rows'
import { PartHealth } from './part-health'

interface FlowStepsProps {
  readonly flow: { readonly participants: readonly Participant[]; readonly steps: readonly FlowStep[] }
}

/** The same as the picture, in words: every message, when it is sent, and whether its receiver can take it now. */
export function FlowSteps({ flow }: FlowStepsProps) {
  const parts = new Map(flow.participants.map((part) => [part.key, part]))
  const nameOf = (key: string) => parts.get(key)?.name ?? key
  return (
    <Table label="Messages" columns={['No.', 'When', 'From', 'To', 'What', 'Receiver now']}>
      {flowRows(flow.steps).map(({ number, when, message }) => (
        <tr key={number}>
          <th scope="row">{number}</th>
          <td>{when === '' ? 'always' : when}</td>
          <td>{nameOf(message.from)}</td>
          <td>{message.from === message.to ? 'itself' : nameOf(message.to)}</td>
          <td>{messageWords(message)}</td>
          <td>
            <PartHealth nodes={parts.get(message.to)?.nodes ?? []} />
          </td>
        </tr>
      ))}
    </Table>
  )
}

function messageWords({ text, isReply, control, limit }: FlowMessage): string {
  const extra = [
    isReply ? 'reply' : '',
    control ?? '',
    limit === undefined ? '' : `at most ${limit.count} in ${limit.perSeconds} s`,
  ].filter(Boolean)
  return extra.length === 0 ? text : `${text} (${extra.join(', ')})`
}
