'use client'

import type { RunStepWire } from '@/lib/core/api/runs'
import { Evidence } from '../runbooks/evidence'
import { Moment } from '../ui/moment'

/** Who asked for a step to be taken back, why, and what was read back. */
export function UndoResult({ undo }: Pick<RunStepWire, 'undo'>) {
  if (undo === null) return null
  const { requestedBy, requestedAt, reason, endedAt, result } = undo
  return (
    <>
      <p>
        {requestedBy} asked at <Moment at={requestedAt} form="clock" /> for it to be taken back: {reason}
      </p>
      {result === null ? (
        <p>{endedAt === null ? 'It is not taken back yet.' : 'It could not be taken back.'}</p>
      ) : (
        <>
          <p>Taken back: {result.summary}</p>
          <Evidence lines={result.evidence} />
        </>
      )}
    </>
  )
}
