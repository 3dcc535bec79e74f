/** What a delivery is and what may become of it. Pure. */
package io.tidegate.delivery.domain;
