import type { ImportKindWire } from '@/lib/core/api/imports'
import { Section } from '../ui/page'
import { Table } from '../ui/table'

/** What can be imported, and how such files are made. */
export function ImportKinds({ kinds }: { readonly kinds: readonly ImportKindWire[] }) {
  return (
    <Section title="What can be imported" note="Each kind is recognised by its content, not by its name.">
      <Table
        label="What can be imported"
        columns={['File', 'How to make it', 'What is taken over', 'It says what is', 'Needs the role']}
      >
        {kinds.map(({ kind, title, madeBy, takesOver, effect }) => (
          <tr key={kind}>
            <th scope="row">{title}</th>
            <td>
              <code>{madeBy}</code>
            </td>
            <td>{takesOver}</td>
            <td>{effect === 'facts' ? 'observed' : 'declared'}</td>
            <td>{effect === 'facts' ? 'operator' : 'admin'}</td>
          </tr>
        ))}
      </Table>
    </Section>
  )
}
