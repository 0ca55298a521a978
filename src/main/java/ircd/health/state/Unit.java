package ircd.health.state;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import javax.management.DescriptorKey;

/** Unit and range of an attribute that is one quantity, as fields of its descriptor. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Unit {
    @DescriptorKey("units")
    String value();

    /** No quantity of ours has an upper end. */
    @DescriptorKey("minValue")
    String min() default "0";
}
