// Makes one JSON schema of raw.json, without the descriptions: a panel is checked by the type that it names.
import { readFileSync, writeFileSync } from 'node:fs';

const { definitions: { Dashboard, ...types } } = JSON.parse(readFileSync('raw.json', 'utf8'));
const nameOf = (ref) => decodeURIComponent(ref.replace('#/definitions/', ''));
const panels = Dashboard.properties.panels;
const byType = (panels.$ref ? types[nameOf(panels.$ref)] : panels).properties;
Dashboard.properties.panels = {
    type: 'array',
    items: {
        required: ['type'],
        properties: { type: { enum: Object.keys(byType) } },
        allOf: Object.entries(byType).map(([type, then]) => ({ if: { properties: { type: { const: type } } }, then })),
    },
};

const definitions = {};
const copy = (value) => {
    if (Array.isArray(value)) return value.map(copy);
    if (value === null || typeof value !== 'object') return value;
    const type = value.$ref && nameOf(value.$ref);
    if (type && !(type in definitions)) {
        definitions[type] = {}; // types refer to themselves
        definitions[type] = copy(types[type]);
    }
    return Object.fromEntries(Object.entries(value)
        .filter(([key, of]) => !['description', 'deprecated'].includes(key) || typeof of === 'object')
        .map(([key, of]) => [key, copy(of)]));
};
const schema = { $schema: 'http://json-schema.org/draft-07/schema#', ...copy(Dashboard), definitions };
writeFileSync('dashboard.schema.json', JSON.stringify(schema, null, 1) + '\n');
