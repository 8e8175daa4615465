'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useServerNow } from '@/lib/client/live/live-context'
import { apiQuery, useApiMutation } from '@/lib/client/queries/api-query'
import { listAudit } from '@/lib/core/api/audit'
import { listTokensEndpoint, revokeTokenEndpoint, type TokenWire } from '@/lib/core/api/tokens'
import { Button } from '../ui/button'
import { ConfirmDialog } from '../ui/confirm-dialog'
import { Moment } from '../ui/moment'
import { Section } from '../ui/page'
import { FailureMessage, Skeleton, StateMessage } from '../ui/state-message'
import { Table } from '../ui/table'
import styles from './access.module.css'
import { AddTokenDialog } from './add-token-dialog'

/** The API tokens that one may see; an admin sees everybody's. */
export function TokensSection() {
  const tokens = useQuery(apiQuery(listTokensEndpoint, {}))
  const [isAdding, setAdding] = useState(false)
  return (
    <Section title="API tokens" note="A token acts in its owner's name, with at most their role.">
      {tokens.data ? (
        <>
          <TokenTable tokens={tokens.data.tokens} />
          <Button className={styles.add ?? ''} onClick={() => setAdding(true)}>
            Make a token…
          </Button>
        </>
      ) : tokens.error ? (
        <FailureMessage what="The tokens" error={tokens.error} onRetry={() => void tokens.refetch()} />
      ) : (
        <Skeleton label="the tokens" rows={2} />
      )}
      <AddTokenDialog isOpen={isAdding} onClose={() => setAdding(false)} />
    </Section>
  )
}

function TokenTable({ tokens }: { readonly tokens: readonly TokenWire[] }) {
  const nowMs = useServerNow()
  const [asked, setAsked] = useState<TokenWire | null>(null)
  if (tokens.length === 0) {
    return (
      <StateMessage title="No token">
        <p>Programs that call the API need one.</p>
      </StateMessage>
    )
  }
  return (
    <>
      <Table label="API tokens" columns={tokenColumns}>
        {tokens.map((token) => (
          <TokenRow
            key={token.id}
            token={token}
            isOver={token.revokedAt !== null || (nowMs !== null && Date.parse(token.expiresAt) < nowMs)}
            onRevoke={() => setAsked(token)}
          />
        ))}
      </Table>
      {asked ? <RevokeDialog token={asked} onClose={() => setAsked(null)} /> : null}
    </>
  )
}

const tokenColumns = [
  'Name',
  'Begins with',
  'Role',
  'Owner',
  'Expires',
  'Last used',
  { label: 'Actions', isHidden: true },
]

interface TokenRowProps {
  readonly token: TokenWire
  readonly isOver: boolean
  onRevoke(): void
}

function TokenRow({ token, isOver, onRevoke }: TokenRowProps) {
  return (
    <tr className={isOver ? styles.ended : undefined}>
      <th scope="row">{token.name}</th>
      <td>
        <code>{token.prefix}…</code>
      </td>
      <td>{token.role}</td>
      <td>{token.owner}</td>
      <td className={styles.instant}>{token.revokedAt ? 'revoked' : <Moment at={token.expiresAt} />}</td>
      <td className={styles.instant}>{token.lastUsedAt ? <Moment at={token.lastUsedAt} /> : 'never'}</td>
      <td className={styles.last}>
        {isOver ? null : (
          <Button tone="plain" aria-label={`Revoke ${token.name}`} onClick={onRevoke}>
            Revoke…
          </Button>
        )}
      </td>
    </tr>
  )
}

function RevokeDialog({ token, onClose }: { readonly token: TokenWire; onClose(): void }) {
  const revoke = useApiMutation(revokeTokenEndpoint, [listTokensEndpoint, listAudit])
  return (
    <ConfirmDialog
      title={`Revoke ${token.name}?`}
      verb="Revoke token"
      isOpen
      isBusy={revoke.isPending}
      error={revoke.error}
      onClose={onClose}
      onConfirm={() => revoke.mutate({ params: { id: token.id } }, { onSuccess: onClose })}
    >
      <p>Whatever uses it is refused from now on. It cannot be restored.</p>
    </ConfirmDialog>
  )
}
