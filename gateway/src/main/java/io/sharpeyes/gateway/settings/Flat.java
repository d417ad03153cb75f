package io.sharpeyes.gateway.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A record whose components are keys of the group that it stands in, not of one below it. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface Flat {

  /** Components that are no keys: they are filled in from elsewhere. */
  String[] without() default {};
}
