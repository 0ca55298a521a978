package ircd.health.state;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import javax.management.DescriptorKey;

/** What the columns of a table are, with unit and range where they are quantities: {@code NAME: TEXT} each. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Columns {
    @DescriptorKey("columns")
    String[] value();
}
