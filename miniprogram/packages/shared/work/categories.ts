import { api } from '../api/client'

/** The categories of reports as choices. */
export const categoryOptions = async () => (await api.get('/categories')).items.map((c) => ({ value: c.code, name: c.name }))
