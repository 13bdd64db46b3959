#include "database/postgres_schema.hpp"

namespace accord {

const std::string_view kPostgresSchema = R"sql(
    WITH here AS (SELECT oid, nspname FROM pg_namespace WHERE nspname = current_schema()),
    objects AS (
      SELECT CAST('table' AS TEXT) AS kind, relname AS name, relname AS owner,
        concat_ws(', ', CAST(relkind AS TEXT) || CAST(relpersistence AS TEXT),
          CASE WHEN relrowsecurity THEN 'row security' END,
          CASE WHEN relforcerowsecurity THEN 'forced' END,
          (SELECT string_agg(concat_ws(' ', attname, format_type(atttypid, atttypmod),
                    CASE WHEN attnotnull THEN 'NOT NULL' END, pg_get_expr(adbin, adrelid)),
                    ', ' ORDER BY attnum)
           FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
           WHERE attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped),
          (SELECT string_agg(conname || ' ' || pg_get_constraintdef(pg_constraint.oid), ', '
                             ORDER BY conname)
           FROM pg_constraint WHERE conrelid = pg_class.oid)) AS definition
      FROM pg_class JOIN here ON here.oid = relnamespace WHERE relkind NOT IN ('i', 'I')
      UNION ALL
      SELECT 'index', relname, CAST(CAST(indrelid AS REGCLASS) AS TEXT), pg_get_indexdef(indexrelid)
      FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid JOIN here ON here.oid = relnamespace
      WHERE NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)
      UNION ALL
      SELECT 'trigger', tgname, CAST(CAST(tgrelid AS REGCLASS) AS TEXT),
        pg_get_triggerdef(pg_trigger.oid) || ' ' || CAST(tgenabled AS TEXT)
      FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid JOIN here ON here.oid = relnamespace
      WHERE NOT tgisinternal
      UNION ALL
      SELECT 'rule', rulename, CAST(CAST(ev_class AS REGCLASS) AS TEXT),
        pg_get_ruledef(pg_rewrite.oid)
      FROM pg_rewrite JOIN pg_class ON pg_class.oid = ev_class JOIN here ON here.oid = relnamespace
      UNION ALL
      SELECT 'policy', polname, CAST(CAST(polrelid AS REGCLASS) AS TEXT),
        concat_ws(' ', CAST(polcmd AS TEXT), CAST(polpermissive AS TEXT), CAST(polroles AS TEXT),
          pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid))
      FROM pg_policy JOIN pg_class ON pg_class.oid = polrelid JOIN here ON here.oid = relnamespace
      UNION ALL
      SELECT 'function', proname, '', pg_get_functiondef(pg_proc.oid)
      FROM pg_proc JOIN here ON here.oid = pronamespace WHERE prokind IN ('f', 'p'))
    SELECT kind, name, owner,
      replace(definition, quote_ident(CAST(current_schema() AS TEXT)) || '.', '')
    FROM objects ORDER BY kind, name
)sql";

}  // namespace accord
