'use client'

import { useState } from 'react'
import type { EstateNode } from '@/lib/client/live/estate'
import { useNodeState } from '@/lib/client/live/live-context'
import { useApiMutation } from '@/lib/client/queries/api-query'
import { endMaintenance, listMaintenance } from '@/lib/core/api/maintenance'
import { getNode, type NodeDetails } from '@/lib/core/api/nodes'
import { Button } from '../../ui/button'
import { ConfirmDialog } from '../../ui/confirm-dialog'
import { Moment } from '../../ui/moment'
import { AcknowledgeDialog } from './acknowledge-dialog'
import { MaintenanceDialog } from './maintenance-dialog'
import styles from './panel.module.css'

interface NodeActionsProps {
  readonly node: EstateNode
  readonly details: NodeDetails
}

/** What an operator can do about a node, and what is already being done. */
export function NodeActions({ node, details }: NodeActionsProps) {
  const state = useNodeState(node.slug)
  const [open, setOpen] = useState<'acknowledge' | 'maintenance' | null>(null)
  const status = state?.health.status
  const isFailing = status === 'down' || status === 'degraded'
  const { acknowledgement, maintenance } = details
  const close = () => setOpen(null)
  return (
    <section aria-label="Actions" className={styles.doing}>
      {acknowledgement ? (
        <p className={styles.info}>
          <b>Acknowledged</b> by {acknowledgement.acknowledgedBy},{' '}
          <Moment at={acknowledgement.acknowledgedAt} />: {acknowledgement.note}
        </p>
      ) : null}
      {maintenance.length > 0 ? (
        <ul className={styles.rows}>
          {maintenance.map((window) => (
            <MaintenanceRow key={window.id} window={window} />
          ))}
        </ul>
      ) : null}
      <div className={styles.actions}>
        {isFailing && acknowledgement === null ? (
          <Button onClick={() => setOpen('acknowledge')}>Acknowledge…</Button>
        ) : null}
        <Button tone="ghost" onClick={() => setOpen('maintenance')}>
          Plan maintenance…
        </Button>
      </div>
      <AcknowledgeDialog node={node} isOpen={open === 'acknowledge'} onClose={close} />
      <MaintenanceDialog node={node} isOpen={open === 'maintenance'} onClose={close} />
    </section>
  )
}

function MaintenanceRow({ window }: { readonly window: NodeDetails['maintenance'][number] }) {
  const [isAsking, setAsking] = useState(false)
  const end = useApiMutation(endMaintenance, [getNode, listMaintenance])
  return (
    <li>
      <span>
        Maintenance: {window.reason}
        <small>
          <Moment at={window.startsAt} /> to <Moment at={window.endsAt} />, by {window.createdBy}
        </small>
      </span>
      <Button tone="plain" onClick={() => setAsking(true)}>
        End…
      </Button>
      <ConfirmDialog
        title="End this maintenance?"
        verb="End maintenance"
        isOpen={isAsking}
        isBusy={end.isPending}
        error={end.error}
        onClose={() => setAsking(false)}
        onConfirm={() => end.mutate({ params: { id: window.id } }, { onSuccess: () => setAsking(false) })}
      >
        <p>From now on the node shows what is measured, and a failure of it counts again.</p>
      </ConfirmDialog>
    </li>
  )
}
