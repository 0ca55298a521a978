// The dashboards' JSON as Grafana's own types describe it, each panel by its type. See README.md.
import type { AnnotationQuery, Dashboard as Raw, Panel, RowPanel, FieldConfigSource, FieldConfig as Field } from './node_modules/@grafana/schema/dist/types/raw/dashboard/x/types.gen';
import type * as timeline from './node_modules/@grafana/schema/dist/types/raw/composable/statetimeline/panelcfg/x/types.gen';
import type * as series from './node_modules/@grafana/schema/dist/types/raw/composable/timeseries/panelcfg/x/types.gen';
import type * as stat from './node_modules/@grafana/schema/dist/types/raw/composable/stat/panelcfg/x/types.gen';
import type * as table from './node_modules/@grafana/schema/dist/types/raw/composable/table/panelcfg/x/types.gen';

type Flat<T> = { [K in keyof T]: T[K] };
type Fields<Custom> = Omit<FieldConfigSource, 'defaults'> & { defaults: Omit<Field, 'custom'> & { custom?: Custom } };
type Of<Type extends string, Options, Custom> = Omit<Panel, 'type' | 'options' | 'fieldConfig'> &
    { type: Type; options: Options; fieldConfig: Fields<Custom> };

interface Panels {
    'state-timeline': Of<'state-timeline', Partial<timeline.Options>, Partial<timeline.FieldConfig>>;
    timeseries: Of<'timeseries', Flat<series.Options>, Partial<series.FieldConfig>>;
    stat: Of<'stat', Partial<stat.Options>, {}>;
    table: Of<'table', Partial<table.Options>, Partial<table.FieldConfig>>;
    row: RowPanel;
}
// What Grafana's data source of Prometheus adds, which its schema leaves to each data source.
type Annotation = Omit<AnnotationQuery, 'target'> &
    { target?: { refId: string; expr: string; interval?: string }; titleFormat?: string; textFormat?: string };

export type Dashboard = Omit<Raw, 'panels' | 'annotations'> & { panels: Panels; annotations: { list: Array<Annotation> } };
