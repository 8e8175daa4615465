import { type Role, roleIncludes, roles } from '@/lib/core/auth/role'

/** What each role may do beyond the one before it. */
export const roleWords: Readonly<Record<Role, string>> = {
  auditor: 'reads everything, changes nothing',
  operator: 'acknowledges, plans maintenance, arranges the map',
  commander: 'also decides in an emergency',
  admin: 'also manages people and the inventory',
}

/** The roles up to a highest one, each with what it may do. */
export function RoleOptions({ upTo }: { readonly upTo: Role }) {
  return roles
    .filter((role) => roleIncludes(upTo, role))
    .map((role) => (
      <option key={role} value={role}>
        {role}: {roleWords[role]}
      </option>
    ))
}

/** What a select of roles holds; the least of them when it holds none. */
export function readRole(value: FormDataEntryValue | null): Role {
  return roles.find((role) => role === value) ?? 'auditor'
}
